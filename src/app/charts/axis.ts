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
 * The trace of a lane that ran apart from the leading one, on the leading one's steps: at each, the newest value that
 * the lane had at that time.
 */
export function alignByTime(
  trace: Omit<LaneTrace, 'testAt'>,
  own: Float32Array,
  leading: Float32Array,
): Omit<LaneTrace, 'testAt'> {
  const raw = new Float32Array(leading.length);
  const smoothed = new Float32Array(leading.length);
  let newest = -1;
  leading.forEach((time, i) => {
    while (newest + 1 < own.length && own[newest + 1]! <= time) newest++;
    raw[i] = newest < 0 ? NaN : trace.raw[newest]!;
    smoothed[i] = newest < 0 ? NaN : trace.smoothed[newest]!;
  });
  return { raw, smoothed, test: trace.test };
}
