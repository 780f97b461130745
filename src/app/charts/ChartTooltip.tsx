import type { ReactNode } from 'react';
import type { TooltipContentProps } from 'recharts';
import { LaneMark } from '../components/LaneMark.tsx';
import { laneName } from '../../train/parse.ts';
import { unknown } from '../../util/format.ts';
import type { ChartRow } from './decimate.ts';

type Props = Partial<Pick<TooltipContentProps, 'active' | 'payload'>> & {
  readonly laneCount: number;
  readonly format: (value: number) => string;
};

/** Every lane's values at the cursor, and the difference of B to A. */
export function ChartTooltip({ active, payload, laneCount, format }: Props): ReactNode {
  const row = payload?.[0]?.payload as ChartRow | undefined;
  if (!active || !row) return null;
  const show = (value: number | undefined) => (value === undefined ? unknown : format(value));
  const lanes = Array.from({ length: laneCount }, (_, i) => i);
  const isTested = lanes.some((i) => row[`test${i}`] !== undefined);
  const difference = (row.test1 ?? row.smooth1 ?? NaN) - (row.test0 ?? row.smooth0 ?? NaN);
  return (
    <table className="chart-tooltip">
      <thead>
        <tr>
          <th>step {row.step}</th>
          <th>average</th>
          <th>batch</th>
          {isTested && <th>test</th>}
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
        {Number.isFinite(difference) && (
          <tr>
            <th>B − A{isTested ? ' (test)' : ''}</th>
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
