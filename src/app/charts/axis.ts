import { significant } from '../../util/format.ts';
import type { LaneCurves } from '../store/curves.ts';
import { linearScale, roundUpNicely, stepScale, type Scale } from './scale.ts';
import type { LaneTrace } from './decimate.ts';

/** What runs along the x axis of every chart. */
export const xAxes = ['steps', 'epochs', 'seconds'] as const;
export type XAxis = (typeof xAxes)[number];

/** Type to be read from afar, as a multiple of the usual. */
export const largeType = 2;

/** Place on the x axis of the moment after so many steps of a lane. */
export function xOf(axis: XAxis, { seconds }: Pick<LaneCurves, 'seconds'>, stepsPerEpoch: number) {
  switch (axis) {
    case 'steps':
      return (step: number) => step;
    case 'epochs':
      return (step: number) => step / stepsPerEpoch;
    case 'seconds':
      // A lane that has not come so far yet stands where it is.
      return (step: number) => (step <= 0 ? 0 : seconds.at(Math.min(step, seconds.length) - 1));
  }
}

/** `120`, `2.50`, `12.3`: a place on the axis as tables and tooltips write it. */
export function placeText(axis: XAxis, x: number): string {
  switch (axis) {
    case 'steps':
      return String(x);
    case 'epochs':
      return x.toFixed(2);
    case 'seconds':
      return significant(x);
  }
}

/** An x axis from zero that grows in jumps, so that a live chart does not jitter. */
export function xScale(axis: XAxis, greatest: number): Scale {
  if (axis === 'steps') return stepScale(roundUpNicely(Math.max(10, greatest)));
  return linearScale(0, roundUpNicely(Math.max(axis === 'epochs' ? 0.1 : 1, greatest)), 8);
}

/**
 * The trace of a lane on the steps of another, at the same times: at each the newest value that the lane had, up to its
 * own end. `own` and `leading`: seconds at the end of each step of the two.
 */
export function alignByTime(
  { raw, smoothed, test, testAt }: LaneTrace,
  own: Float32Array,
  leading: Float32Array,
): LaneTrace {
  const end = own.at(-1) ?? -Infinity;
  const newestAt = new Int32Array(leading.length).fill(-1);
  let newest = -1;
  for (let i = 0; i < leading.length && !(i > 0 && leading[i - 1]! >= end); i++) {
    while (newest + 1 < own.length && own[newest + 1]! <= leading[i]!) newest++;
    newestAt[i] = newest;
  }
  const moved = (values: Float32Array) => {
    const result = new Float32Array(leading.length);
    for (let i = 0; i < result.length; i++) result[i] = values[newestAt[i]!] ?? NaN;
    return result;
  };
  return {
    raw: moved(raw),
    smoothed: moved(smoothed),
    test,
    testAt: Array.from(testAt, (step) => (step > 0 ? stepAt(leading, own[step - 1]!) : step)),
  };
}

/** Steps taken at a time, by the seconds at the end of each. */
function stepAt(seconds: Float32Array, time: number): number {
  let [low, high] = [0, seconds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (seconds[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return Math.min(low + 1, seconds.length);
}
