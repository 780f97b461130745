import type { ChartRow } from './decimate.ts';
import type { Metric } from './drawing.ts';
import { linearScale, logScale, roundUpNicely, type Scale } from './scale.ts';

export interface ScaleOptions {
  readonly metric: Metric;
  readonly isLogarithmic: boolean;
  readonly isZoomed: boolean;
  /** Lines of pinned runs. */
  readonly ghosts: number;
}

/** Limits of the y axis. One wild batch may leave the linear loss axis at the top; the trend may not. */
export function chooseScale(
  rows: readonly ChartRow[],
  laneCount: number,
  { metric, isLogarithmic, isZoomed, ghosts }: ScaleOptions,
): Scale {
  const values = (kinds: readonly ('raw' | 'smooth' | 'test')[], from = 0): number[] =>
    rows
      .slice(from)
      .flatMap((row) => [
        ...Array.from({ length: laneCount }, (_, i) => kinds.map((kind) => row[`${kind}${i}`])).flat(),
        ...Array.from({ length: ghosts }, (_, i) => row[`ghost${i}`]),
      ])
      .filter((value) => value !== undefined);
  if (metric === 'accuracy') {
    if (!isZoomed) return linearScale(0, 1, 4);
    const least = Math.min(1, ...values(['smooth', 'test'], Math.floor(rows.length / 3)));
    const room = [0.02, 0.05, 0.1, 0.2, 0.5].find((span) => 1 - least <= span) ?? 1;
    return linearScale(1 - room, 1, 4);
  }
  const trend = values(['smooth', 'test']);
  const all = values(['raw', 'smooth', 'test']);
  if (all.length === 0) return linearScale(0, 1);
  const greatest = Math.max(...all);
  if (metric === 'learningRate') return linearScale(0, greatest > 0 ? roundUpNicely(greatest) : 1, 2);
  if (isLogarithmic) {
    const positive = all.filter((value) => value > 0);
    if (positive.length > 0) return logScale(Math.min(...positive), Math.max(...positive));
  }
  return linearScale(0, roundUpNicely(Math.min(greatest, 2 * Math.max(...trend))));
}
