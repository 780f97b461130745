import type { ReactNode } from 'react';
import { exploreStrings } from '../../exploreStrings.ts';

/** What stands where an answer is missing: that it is under way, or why there is none. */
export function Asked({ failure }: { failure: string | null }): ReactNode {
  return (
    <p className="caption" role="status">
      {failure ?? exploreStrings.waiting}
    </p>
  );
}
