import type { LaneCurves } from '../store/curves.ts';
import type { Ghost } from '../store/ghosts.ts';
import { alignByTime, xOf, type XAxis } from './axis.ts';
import { decimate, type LaneTrace, type PlacedRow } from './decimate.ts';
import { addGhosts, ghostLaneName, ghostTrace, rowsBeyond } from './ghosts.ts';
import { lastFinite, smooth } from './smooth.ts';

export type Metric = 'loss' | 'accuracy' | 'learningRate';

export interface DrawingOptions {
  readonly metric: Metric;
  readonly axis: XAxis;
  readonly smoothing: number;
  readonly stepsPerEpoch: number;
  readonly ghosts: readonly Ghost[];
}

export interface Drawing {
  readonly rows: readonly PlacedRow[];
  /** The last finite smoothed value of each lane, and where it is. */
  readonly ends: readonly { readonly x: number; readonly value: number }[];
  /** Place on the x axis of the leading lane's steps. */
  readonly xOf: (step: number) => number;
  /** Names of the ghosts' lines, `1A`, in the order of the rows' keys. */
  readonly ghostNames: readonly string[];
}

/** The values of a metric, one for each step, and those on the test set. */
export function valuesOf(lane: LaneCurves, metric: Metric): { raw: Float32Array; test: Float32Array } {
  switch (metric) {
    case 'loss':
      return { raw: lane.losses.values, test: lane.testLosses.values };
    case 'accuracy':
      return { raw: lane.accuracies.values, test: lane.testAccuracies.values };
    case 'learningRate':
      return { raw: lane.learningRates.values, test: new Float32Array() };
  }
}

/** The lane whose steps the rows are: the one that took most and, of lanes in lock-step, the slowest. */
function leadingOf(lanes: readonly LaneCurves[]): LaneCurves | null {
  return lanes.reduce<LaneCurves | null>((most, lane) => {
    const further = most ? lane.losses.length - most.losses.length : 1;
    const isSlower = most !== null && (lane.seconds.values.at(-1) ?? 0) > (most.seconds.values.at(-1) ?? 0);
    return further > 0 || (further === 0 && isSlower) ? lane : most;
  }, null);
}

/** Rows of a chart, whatever it shows: the chart library slows down with more. */
const mostRows = 300;

/** What a chart draws, in at most {@link mostRows} rows. */
export function draw(
  lanes: readonly LaneCurves[],
  { metric, axis, smoothing, stepsPerEpoch, ghosts }: DrawingOptions,
): Drawing {
  const weight = metric === 'learningRate' ? 0 : smoothing;
  const leading = leadingOf(lanes);
  const traces = lanes.map((lane): LaneTrace => {
    const { raw, test } = valuesOf(lane, metric);
    const trace = { raw, smoothed: smooth(raw, weight), test, testAt: lane.testSteps.values };
    return axis !== 'seconds' || !leading || lane === leading
      ? trace
      : alignByTime(trace, lane.seconds.values, leading.seconds.values);
  });
  const place = leading ? xOf(axis, leading, stepsPerEpoch) : (step: number) => step;
  const lines = ghosts.flatMap((ghost) =>
    ghost.lanes.map((lane, i) => ({
      name: ghostLaneName(ghost.id, i),
      trace: ghostTrace(valuesOf(lane, metric).raw, weight, xOf(axis, lane, ghost.stepsPerEpoch)),
    })),
  );
  const limit = lines.length === 0 ? mostRows : mostRows - rowsBeyond;
  const rows = decimate(traces, limit).map((row) => ({ ...row, x: place(row.step) }));
  return {
    rows:
      lines.length === 0
        ? rows
        : addGhosts(
            rows,
            lines.map(({ trace }) => trace),
            mostRows,
          ),
    ends: traces.map(({ smoothed }) => {
      const { index, value } = lastFinite(smoothed);
      return { x: place(Math.max(0, index)), value };
    }),
    xOf: place,
    ghostNames: lines.map(({ name }) => name),
  };
}
