import type { ReactNode } from 'react';
import type { TooltipContentProps } from 'recharts';
import { LaneMark } from '../components/LaneMark.tsx';
import { strings } from '../strings.ts';
import { laneName } from '../../train/parse.ts';
import { unknown } from '../../util/format.ts';
import { placeText, type XAxis } from './axis.ts';
import type { PlacedRow } from './decimate.ts';

const text = strings.charts.tooltip;

type Props = Partial<Pick<TooltipContentProps, 'active' | 'payload'>> & {
  readonly laneCount: number;
  readonly ghostNames: readonly string[];
  readonly axis: XAxis;
  readonly format: (value: number) => string;
};

/** Every lane's values at the cursor, and the difference of B to A. */
export function ChartTooltip({ active, payload, laneCount, ghostNames, axis, format }: Props): ReactNode {
  const row = payload?.[0]?.payload as PlacedRow | undefined;
  if (!active || !row) return null;
  const show = (value: number | undefined) => (value === undefined ? unknown : format(value));
  const lanes = Array.from({ length: laneCount }, (_, i) => i);
  const isTested = lanes.some((i) => row[`test${i}`] !== undefined);
  const difference = (row.test1 ?? row.smooth1 ?? NaN) - (row.test0 ?? row.smooth0 ?? NaN);
  return (
    <table className="chart-tooltip">
      <thead>
        <tr>
          <th>{placeName(axis, row)}</th>
          <th>{text.average}</th>
          <th>{text.batch}</th>
          {isTested && <th>{text.test}</th>}
        </tr>
      </thead>
      <tbody>
        {lanes.map((i) => (
          <tr key={i}>
            <th>
              <LaneMark lane={i} /> {laneName(i)}
            </th>
            <td>{show(row[`smooth${i}`])}</td>
            <td>{show(row[`raw${i}`])}</td>
            {isTested && <td>{show(row[`test${i}`])}</td>}
          </tr>
        ))}
        {ghostNames.map((name, i) => (
          <tr key={name}>
            <th>{strings.charts.pinned(name)}</th>
            <td>{show(row[`ghost${i}`])}</td>
          </tr>
        ))}
        {Number.isFinite(difference) && (
          <tr>
            <th>{text.difference(isTested)}</th>
            <td colSpan={isTested ? 3 : 2}>
              {difference < 0 ? '−' : '+'}
              {format(Math.abs(difference))}
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

/** `step 120`, `epoch 2.50`, `12.3 s`. */
export function placeName(axis: XAxis, { step, x }: Pick<PlacedRow, 'step' | 'x'>): string {
  if (axis === 'steps') return text.step(step);
  return (axis === 'epochs' ? text.epoch : text.seconds)(placeText(axis, x));
}
