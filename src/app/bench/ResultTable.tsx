import type { ReactNode } from 'react';
import type { Table } from '../../bench/format.ts';
import { strings } from '../strings.ts';

/** A table of results; wide ones scroll within themselves. */
export function ResultTable({ table: { title, columns, rows, note } }: { table: Table }): ReactNode {
  return (
    <section className="bench-result">
      <h2>{title}</h2>
      <div className="bench-scroll" tabIndex={0} role="region" aria-label={title}>
        <table>
          <thead>
            <tr>
              {columns.map((column, index) => (
                <th key={index} scope="col">
                  {column || <span className="visually-hidden">{strings.bench.name}</span>}
                </th>
              ))}
            </tr>
          </thead>
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
      {note !== undefined && <p className="caption">{note}.</p>}
    </section>
  );
}
