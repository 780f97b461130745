import type { ReactNode } from 'react';
import type { LaneConfig } from '../../train/config.ts';
import { laneName } from '../../train/parse.ts';
import { unknown } from '../../util/format.ts';
import { strings } from '../strings.ts';
import { laneTitle } from '../lanes.ts';
import { placeText, type XAxis } from './axis.ts';
import { tableRows, type PlacedRow } from './decimate.ts';

interface Props {
  readonly rows: readonly PlacedRow[];
  readonly axis: XAxis;
  readonly lanes: readonly LaneConfig[];
  /** Lines of pinned runs. */
  readonly ghostNames: readonly string[];
  readonly title: string;
  readonly format: (value: number) => string;
}

const text = strings.charts;

/** The chart's numbers, newest first: a table twin for those who do not see the plot. */
export default function ChartTable({ rows, lanes, ghostNames, axis, title, format }: Props): ReactNode {
  const show = (value: number | undefined) => (value === undefined ? unknown : format(value));
  return (
    // The region takes the focus so that arrow keys can scroll it.
    <div className="chart-table" role="group" aria-label={text.inTable(title)} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col">{text.columns.step}</th>
            {axis !== 'steps' && <th scope="col">{text.columns[axis]}</th>}
            {lanes.map((lane, i) => (
              <th scope="col" key={i}>
                {laneName(i)} {laneTitle(lane)}
              </th>
            ))}
            {lanes.map((_, i) => (
              <th scope="col" key={i}>
                {text.columns.test(laneName(i))}
              </th>
            ))}
            {ghostNames.map((name) => (
              <th scope="col" key={name}>
                {text.pinned(name)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {tableRows(rows, lanes.length)
            .reverse()
            .map((row) => (
              <tr key={`${row.step} ${row.x}`}>
                <th scope="row">{row.step}</th>
                {axis !== 'steps' && <td>{placeText(axis, row.x)}</td>}
                {lanes.map((_, i) => (
                  <td key={i}>{show(row[`smooth${i}`])}</td>
                ))}
                {lanes.map((_, i) => (
                  <td key={i}>{show(row[`test${i}`])}</td>
                ))}
                {ghostNames.map((name, i) => (
                  <td key={name}>{show(row[`ghost${i}`])}</td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}
