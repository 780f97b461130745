import { useState, type ReactNode } from 'react';
import type { Cell } from '../../maps/HeatMap.tsx';

/** What was said of a pair of taps. */
export interface Spoken {
  readonly marked: Cell | null;
  readonly words: string;
}

/** Says the cell that the user has moved to, once: what training changes in it is read when wanted. */
export function SpokenTaps({ marked, say }: { marked: Cell | null; say: (cell: Cell) => string }): ReactNode {
  const [spoken, setSpoken] = useState<Spoken>({ marked: null, words: '' });
  const next = speak(spoken, marked, say);
  if (next !== spoken) setSpoken(next);
  return (
    <p className="visually-hidden" aria-live="polite">
      {next.words}
    </p>
  );
}

/** The same object as long as the user has not moved. */
export function speak(spoken: Spoken, marked: Cell | null, say: (cell: Cell) => string): Spoken {
  if (spoken.marked?.row === marked?.row && spoken.marked?.column === marked?.column) return spoken;
  return { marked, words: marked ? say(marked) : '' };
}
