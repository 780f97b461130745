import type { ReactNode } from 'react';
import './SmallTable.css';

/** The names of a table's columns. */
export function TableHead({ names }: { names: readonly ReactNode[] }): ReactNode {
  return (
    <thead>
      <tr>
        {names.map((name, i) => (
          <th key={i} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}
