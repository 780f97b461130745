import { laneName } from '../../train/parse.ts';
import { lastFinite, smooth } from './smooth.ts';
import type { LaneCurves } from '../store/curves.ts';
import type { PlacedRow } from './decimate.ts';

/** A lane of an earlier run, kept to compare with. */
export interface GhostTrace {
  readonly smoothed: Float32Array;
  /** Place on the x axis after so many steps. */
  readonly xOf: (step: number) => number;
}

/** `1A`: the lane of a pinned run. */
export const ghostLaneName = (id: number, lane: number) => `${id}${laneName(lane)}`;

/** Rows that are kept free for all ghosts together, beyond the end of the run at hand. */
export const rowsBeyond = 60;

export function ghostTrace(values: Float32Array, smoothing: number, x: GhostTrace['xOf']): GhostTrace {
  return { smoothed: smooth(values, smoothing), xOf: x };
}

/**
 * Adds the traces of ghosts to rows at `x`: at each row the newest value that the ghost had there, and further rows, up
 * to `limit` in all, where ghosts go on beyond the run at hand. These are where each ghost ends, and between them steps of
 * the ghost that goes furthest.
 */
export function addGhosts(
  rows: readonly PlacedRow[],
  ghosts: readonly GhostTrace[],
  limit: number,
): PlacedRow[] {
  const end = rows.at(-1)?.x ?? -Infinity;
  const beyond = new Map<number, PlacedRow>();
  const addStep = (step: number, xOf: GhostTrace['xOf']) => {
    const x = xOf(step);
    if (!beyond.has(x) && beyond.size < limit - rows.length) beyond.set(x, { step, x });
  };
  const further = ghosts
    .map(({ smoothed, xOf }) => ({ xOf, last: lastFinite(smoothed).index }))
    .filter(({ last, xOf }) => last >= 0 && xOf(last) > end)
    .sort((a, b) => b.xOf(b.last) - a.xOf(a.last));
  for (const { last, xOf } of further) addStep(last, xOf);
  const [furthest] = further;
  if (furthest) {
    const { last, xOf } = furthest;
    const first = firstStepAfter(end, last, xOf);
    const count = Math.min(limit - rows.length - beyond.size, last - first);
    for (let i = 0; i < count; i++) addStep(first + Math.floor((i * (last - first)) / count), xOf);
  }
  const all = [...rows.map((row) => ({ ...row })), ...beyond.values()];
  all.sort((a, b) => a.x - b.x);
  ghosts.forEach(({ smoothed, xOf }, g) => {
    const last = lastFinite(smoothed).index;
    let step = 0;
    for (const row of all) {
      while (step < last && xOf(step + 1) <= row.x) step++;
      const value = smoothed[step];
      if (last >= 0 && row.x <= xOf(last) + 1e-9 && xOf(0) <= row.x && Number.isFinite(value))
        row[`ghost${g}`] = value;
    }
  });
  return all;
}

/** The first step up to `last` that lies beyond `end`; `last + 1` when none does. */
function firstStepAfter(end: number, last: number, xOf: GhostTrace['xOf']): number {
  let [low, high] = [0, last + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (xOf(middle) > end) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** A copy of a lane's curves that the next run does not touch. */
export function freezeLane(lane: LaneCurves): LaneCurves {
  return {
    losses: lane.losses.copy(),
    accuracies: lane.accuracies.copy(),
    learningRates: lane.learningRates.copy(),
    seconds: lane.seconds.copy(),
    testSteps: lane.testSteps.copy(),
    testLosses: lane.testLosses.copy(),
    testAccuracies: lane.testAccuracies.copy(),
    msPerStep: lane.msPerStep,
  };
}
