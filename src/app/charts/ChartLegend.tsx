import type { ReactNode } from 'react';
import type { LaneConfig } from '../../train/config.ts';
import { laneName } from '../../train/parse.ts';
import { LaneMark } from '../components/LaneMark.tsx';
import { laneTitle } from '../lanes.ts';
import { strings } from '../strings.ts';

export function ChartLegend({ lanes }: { lanes: readonly LaneConfig[] }): ReactNode {
  return (
    <ul className="chart-legend" title={strings.charts.legend}>
      {lanes.map((lane, i) => (
        <li key={i}>
          <LaneMark lane={i} /> {laneName(i)} <span className="lane-title">{laneTitle(lane)}</span>
        </li>
      ))}
    </ul>
  );
}
