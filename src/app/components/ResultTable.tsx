import type { ReactNode } from 'react';
import { strings } from '../strings.ts';
import { TableHead } from './TableHead.tsx';
import './ResultTable.css';

const unnamed = <span className="visually-hidden">{strings.resultTable.name}</span>;

/** A table as text: a row of titles, and rows of cells. */
interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** How to read it. */
  readonly note?: string;
}

/** A table of results; wide ones scroll within themselves. */
export function ResultTable({ table: { title, columns, rows, note } }: { table: Table }): ReactNode {
  return (
    <section className="result-table">
      <h2>{title}</h2>
      <div className="result-scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <TableHead names={columns.map((column) => column || unnamed)} />
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, column) =>
                  column === 0 ? (
                    <th key={column} scope="row">
                      {cell}
                    </th>
                  ) : (
                    <td key={column} className={/^[-−±\d]/.test(cell) ? 'number' : undefined}>
                      {cell}
                    </td>
                  ),
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {note !== undefined && <p className="caption">{note}</p>}
    </section>
  );
}
