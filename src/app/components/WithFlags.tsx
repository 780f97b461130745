import type { ReactNode } from 'react';

/** Text whose command-line flags, `--like-this=value`, are never broken in the middle. */
export function WithFlags({ children }: { children: string }): ReactNode {
  // A split at a capturing group puts what it captured at the odd places.
  return children.split(/(--[\w=-]+)/).map((part, i) =>
    i % 2 === 1 ? (
      <code className="flag" key={i}>
        {part}
      </code>
    ) : (
      part
    ),
  );
}
