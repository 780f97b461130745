import { pathOf, type Point } from '../../charts/path.ts';
import type { PlotLine } from '../../charts/LinePlot.tsx';

type Points = PlotLine['points'];

/** A range of positive values. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** From the least to the greatest value that a logarithmic axis can show; null when there is none. */
export function rangeOf(lines: readonly Points[]): Range | null {
  const shown = lines.flatMap((points) => points.map(([, y]) => y)).filter((y) => y > 0 && y < Infinity);
  return shown.length === 0 ? null : { min: Math.min(...shown), max: Math.max(...shown) };
}

/** A line over its own steps on a logarithmic axis, `width` by `height`; gaps are not joined. */
export function sparkPath(points: Points, { min, max }: Range, width: number, height: number): string {
  const [from, to] = [points[0]?.[0] ?? 0, points.at(-1)?.[0] ?? 0];
  const span = Math.log(max / min);
  return pathOf(
    points.map(([x, y]): Point => {
      const share = span > 0 ? Math.log(y / min) / span : 0.5;
      return [to > from ? ((x - from) / (to - from)) * width : NaN, y > 0 ? (1 - share) * height : NaN];
    }),
  );
}
