import { lazy, type ReactNode } from 'react';
import { strings } from '../strings.ts';
import { Dialog } from './Dialog.tsx';

const text = strings.guard;

interface Closable {
  /** Closes a dialog; without it, what is loaded has a place in the page. */
  readonly onClose?: () => void;
}

/** As React's `lazy`; but what cannot be loaded is a sentence in its place, and no failure of all around it. */
export function lazily<Props>(load: () => Promise<{ default: (props: Props) => ReactNode }>) {
  return lazy<(props: Props & Closable) => ReactNode>(() => load().catch(() => ({ default: NotLoaded })));
}

/** A browser asks only once for a script, also where none came: the page is the least that can be loaded again. */
export function NotLoaded({ onClose }: Closable): ReactNode {
  const said = (
    <div className="not-loaded" role="alert">
      <p>{text.notLoaded}</p>
      <button type="button" className="plain-button" onClick={() => location.reload()}>
        {text.again}
      </button>
    </div>
  );
  return onClose ? (
    <Dialog title={text.notThere} onClose={onClose}>
      {said}
    </Dialog>
  ) : (
    said
  );
}
