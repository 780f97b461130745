import { startTransition, useEffect, useRef, useState, type ReactNode } from 'react';
import { afterPaint, Turns } from '../turns.ts';

/** One queue for the page. */
const turns = new Turns(afterPaint);

interface Props {
  /** Keeps the place until then. */
  readonly placeholder?: ReactNode;
  readonly children: ReactNode;
}

/**
 * A part of the page that is built in a task of its own, when those before it have been painted: the page answers in
 * between, and what stands first is seen first.
 */
export function InTurn({ placeholder = null, children }: Props): ReactNode {
  const [isDue, setIsDue] = useState(false);
  const end = useRef<(() => void) | null>(null);
  useEffect(() => {
    end.current = turns.take(() => startTransition(() => setIsDue(true)));
    return () => end.current?.();
  }, []);
  useEffect(() => {
    if (isDue) end.current?.();
  }, [isDue]);
  return isDue ? children : placeholder;
}
