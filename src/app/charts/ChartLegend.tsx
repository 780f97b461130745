import type { ReactNode } from 'react';
import type { LaneConfig } from '../../train/config.ts';
import { laneName } from '../../train/parse.ts';
import { LaneMark } from '../components/LaneMark.tsx';
import { laneLook, laneTitle } from '../lanes.ts';

const text = { note: 'faint: batches, thin: average, thick: test' };

export function ChartLegend({ lanes }: { lanes: readonly LaneConfig[] }): ReactNode {
  return (
    <ul className="chart-legend">
      {lanes.map((lane, i) => (
        <li key={i} title={laneLook(i).dashName}>
          <LaneMark lane={i} /> {laneName(i)} {laneTitle(lane)}
        </li>
      ))}
      <li className="legend-note">{text.note}</li>
    </ul>
  );
}
