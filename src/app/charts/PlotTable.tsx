import type { ReactNode } from 'react';
import { significant } from '../../util/format.ts';
import { TableHead } from '../components/TableHead.tsx';
import { strings } from '../strings.ts';
import type { PlotLine } from './LinePlot.tsx';
import { tablesOf } from './plotTable.ts';

const text = strings.looks;

/** Rows that a list of numbers has at most: more would be read by nobody. */
const mostRows = 40;

interface Props {
  readonly title: string;
  readonly xLabel: string;
  readonly lines: readonly PlotLine[];
  readonly format: (value: number) => string;
}

/** The numbers of a small line chart. */
export default function PlotTable({ title, xLabel, lines, format }: Props): ReactNode {
  return (
    // The region takes the focus so that arrow keys can scroll it.
    <div className="plot-table" role="group" aria-label={strings.charts.inTable(title)} tabIndex={0}>
      {tablesOf(lines, mostRows).map(({ names, rows, total }) => (
        <table key={names.join()} className="small-table">
          {rows.length < total && <caption>{text.someRows(rows.length, total)}</caption>}
          <TableHead names={[xLabel, ...names]} />
          <tbody>
            {rows.map(({ x, values }, i) => (
              <tr key={i}>
                <th scope="row">{Number.isInteger(x) ? String(x) : significant(x)}</th>
                {values.map((value, k) => (
                  <td key={k}>{format(value)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}
