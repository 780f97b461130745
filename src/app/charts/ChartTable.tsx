import type { ReactNode } from 'react';
import type { LaneConfig } from '../../train/config.ts';
import { laneName } from '../../train/parse.ts';
import { unknown } from '../../util/format.ts';
import { laneTitle } from '../lanes.ts';
import type { XAxis } from './axis.ts';
import { tableRows, type PlacedRow } from './decimate.ts';

interface Props {
  readonly rows: readonly PlacedRow[];
  readonly axis: XAxis;
  readonly lanes: readonly LaneConfig[];
  readonly title: string;
  readonly format: (value: number) => string;
}

/** The chart's numbers, newest first: a table twin for those who do not see the plot. */
export function ChartTable({ rows, lanes, axis, title, format }: Props): ReactNode {
  const show = (value: number | undefined) => (value === undefined ? unknown : format(value));
  return (
    // The region takes the focus so that arrow keys can scroll it.
    <div className="chart-table" role="group" aria-label={`${title}, table`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">Step</th>
            {axis !== 'steps' && <th scope="col">{axis === 'epochs' ? 'Epoch' : 'Seconds'}</th>}
            {lanes.map((lane, i) => (
              <th scope="col" key={i}>
                {laneName(i)} {laneTitle(lane)}
              </th>
            ))}
            {lanes.map((_, i) => (
              <th scope="col" key={i}>
                {laneName(i)} test
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tableRows(rows, lanes.length)
            .reverse()
            .map((row) => (
              <tr key={row.step}>
                <th scope="row">{row.step}</th>
                {axis !== 'steps' && <td>{row.x.toFixed(2)}</td>}
                {lanes.map((_, i) => (
                  <td key={i}>{show(row[`smooth${i}`])}</td>
                ))}
                {lanes.map((_, i) => (
                  <td key={i}>{show(row[`test${i}`])}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
