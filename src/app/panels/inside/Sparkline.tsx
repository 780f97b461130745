import type { ReactNode } from 'react';
import { laneLook } from '../../lanes.ts';
import type { PlotLine } from '../../charts/LinePlot.tsx';
import { sparkPath, type Range } from './sparkline.ts';

const [width, height, edge] = [48, 12, 2];

/** A line the size of a word. */
export function Sparkline(props: {
  points: PlotLine['points'];
  /** Of the lines that it is compared with. */
  range: Range;
  lane: number;
  label: string;
}): ReactNode {
  const { points, range, lane, label } = props;
  const { color } = laneLook(lane);
  return (
    <svg
      className="sparkline"
      viewBox={`${-edge} ${-edge} ${width + 2 * edge} ${height + 2 * edge}`}
      width={width + 2 * edge}
      height={height + 2 * edge}
      role="img"
      aria-label={label}
    >
      <path d={sparkPath(points, range, width, height)} fill="none" stroke={color} strokeWidth={1.4} />
    </svg>
  );
}
