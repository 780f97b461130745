/** What a chart draws of one lane: typed arrays with one value per step, and one value per evaluation. */
export interface LaneTrace {
  readonly raw: Float32Array;
  readonly smoothed: Float32Array;
  readonly test: Float32Array;
  /** Steps taken before each value of `test`; NaN where there is none. */
  readonly testAt: ArrayLike<number>;
}

/**
 * One point on the shared x axis. Keys: `raw0 smooth0 test0 raw1 …`, and `ghost0 …` of pinned runs; a value that does
 * not exist is absent.
 */
export type ChartRow = { step: number } & Partial<
  Record<`${'raw' | 'smooth' | 'test' | 'ghost'}${number}`, number>
>;

const finite = (value: number | undefined): value is number => value !== undefined && Number.isFinite(value);

/**
 * Rows for a chart, at most `limit`, whatever the number of steps. Steps are cut into equal buckets; each
 * bucket gives two rows, which hold the least and the greatest raw value of each lane in their order, so
 * that no spike disappears; the smoothed trace is taken at the rows' own steps. Evaluations are rows of
 * their own, thinned to a sixth of the limit, the last always kept.
 */
export function decimate(lanes: readonly LaneTrace[], limit: number): ChartRow[] {
  const steps = lanes.reduce((most, lane) => Math.max(most, lane.raw.length), 0);
  const tested = [...new Set(lanes.flatMap(({ testAt }) => Array.from(testAt).filter(finite)))].sort(
    (a, b) => a - b,
  );
  const evaluations = thin(tested.length, Math.floor(limit / 6)).map((index) => tested[index]!);
  const room = limit - evaluations.length;
  const rows = new Map<number, ChartRow>();
  const rowAt = (step: number): ChartRow => {
    const found = rows.get(step) ?? { step };
    rows.set(step, found);
    return found;
  };

  if (steps <= room) {
    for (let step = 0; step < steps; step++) {
      addRaw(rowAt(step), lanes, step);
      addSmoothed(rowAt(step), lanes, step);
    }
  } else {
    const buckets = Math.floor(room / 2);
    for (let bucket = 0; bucket < buckets; bucket++) {
      const start = Math.floor((bucket * steps) / buckets);
      const end = Math.floor(((bucket + 1) * steps) / buckets);
      const middle = bucket === buckets - 1 ? end - 1 : (start + end) >> 1;
      lanes.forEach(({ raw }, i) => {
        const [first, second] = extremes(raw, start, end);
        if (finite(raw[first])) rowAt(start)[`raw${i}`] = raw[first];
        if (finite(raw[second])) rowAt(middle)[`raw${i}`] = raw[second];
      });
      addSmoothed(rowAt(start), lanes, start);
      addSmoothed(rowAt(middle), lanes, middle);
    }
  }

  for (const step of evaluations) {
    const row = rowAt(step);
    lanes.forEach(({ test, testAt }, i) => {
      const value = test[Array.prototype.lastIndexOf.call(testAt, step)];
      if (finite(value)) row[`test${i}`] = value;
    });
    addRaw(row, lanes, step);
    addSmoothed(row, lanes, step);
  }
  return [...rows.values()].sort((a, b) => a.step - b.step);
}

/** A row with its place on the x axis. */
export type PlacedRow = ChartRow & { x: number };

/** Rows for the table beside a chart: about `count` steps evenly spread, the last, and every kept evaluation. */
export function tableRows<Row extends ChartRow>(rows: readonly Row[], lanes: number, count = 24): Row[] {
  const wanted = new Set(thin(rows.length, count));
  return rows.filter(
    (row, i) => wanted.has(i) || Array.from({ length: lanes }, (_, lane) => row[`test${lane}`]).some(finite),
  );
}

/** Indices of at most `limit` entries of `count`, evenly spread, the first and the last among them. */
export function thin(count: number, limit: number): number[] {
  if (count <= limit) return Array.from({ length: count }, (_, i) => i);
  return Array.from({ length: limit }, (_, i) => Math.round((i * (count - 1)) / (limit - 1)));
}

/** Adds the raw values of `step`, except where the row holds an extreme of its bucket already. */
function addRaw(row: ChartRow, lanes: readonly LaneTrace[], step: number): void {
  lanes.forEach(({ raw }, i) => {
    if (row[`raw${i}`] === undefined && finite(raw[step])) row[`raw${i}`] = raw[step];
  });
}

function addSmoothed(row: ChartRow, lanes: readonly LaneTrace[], step: number): void {
  lanes.forEach(({ smoothed }, i) => {
    if (finite(smoothed[step])) row[`smooth${i}`] = smoothed[step];
  });
}

/** Indices of the least and the greatest finite value in [start, end), in ascending order. */
function extremes(values: Float32Array, start: number, end: number): [number, number] {
  let least = start;
  let greatest = start;
  for (let i = start; i < end && i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (!finite(values[least]) || value < values[least]!) least = i;
    if (!finite(values[greatest]) || value > values[greatest]!) greatest = i;
  }
  return least < greatest ? [least, greatest] : [greatest, least];
}
