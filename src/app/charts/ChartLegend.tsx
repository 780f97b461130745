import type { ReactNode } from 'react';
import type { LaneConfig } from '../../train/config.ts';
import { laneName } from '../../train/parse.ts';
import { LaneMark } from '../components/LaneMark.tsx';
import { laneLook, laneTitle } from '../lanes.ts';

export function ChartLegend({ lanes }: { lanes: readonly LaneConfig[] }): ReactNode {
  return (
    <ul className="chart-legend">
      {lanes.map((lane, i) => (
        <li key={i} title={`${laneLook(i).dashName}; thin: training, thick with points: test`}>
          <LaneMark lane={i} /> {laneName(i)} {laneTitle(lane)}
        </li>
      ))}
    </ul>
  );
}
