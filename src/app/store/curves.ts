import type { MetricsEvent, TestResult } from '../../train/events.ts';

/** A list of numbers in one growing typed array. */
export class Series {
  private memory = new Float32Array(1024);
  length = 0;

  /** The values so far; valid until the next change. */
  get values(): Float32Array {
    return this.memory.subarray(0, this.length);
  }

  /** Value at `index`; NaN outside. */
  at(index: number): number {
    return index >= 0 && index < this.length ? this.memory[index]! : NaN;
  }

  /** Writes `values` from `start` on: what was there is replaced, a gap before it becomes NaN. */
  write(start: number, values: ArrayLike<number>): void {
    const end = start + values.length;
    if (end > this.memory.length) {
      const grown = new Float32Array(Math.max(end, 2 * this.memory.length));
      grown.set(this.memory.subarray(0, this.length));
      this.memory = grown;
    }
    if (start > this.length) this.memory.fill(NaN, this.length, start);
    this.memory.set(values, start);
    this.length = end;
  }

  /** Keeps the first `length` values. */
  truncate(length: number): void {
    this.length = Math.min(this.length, length);
  }

  copy(): Series {
    const copied = new Series();
    copied.write(0, this.values);
    return copied;
  }
}

/** What the charts draw of one lane; entry i is of the lane's own step i. */
export interface LaneCurves {
  /** One value per step. */
  readonly losses: Series;
  /** Share of the training batch classified rightly, one value per step. */
  readonly accuracies: Series;
  readonly learningRates: Series;
  /** Seconds of this lane's own steps, as if it trained alone, at the end of each step. */
  readonly seconds: Series;
  /** Steps the lane had taken at each evaluation; NaN where the lane had stopped. */
  readonly testSteps: Series;
  /** On the test set, one value per evaluation; NaN where the lane had stopped. */
  readonly testLosses: Series;
  readonly testAccuracies: Series;
  /** Milliseconds of one step of this lane alone, as last timed; 0 before. */
  msPerStep: number;
}

export function emptyLane(): LaneCurves {
  return {
    losses: new Series(),
    accuracies: new Series(),
    learningRates: new Series(),
    seconds: new Series(),
    testSteps: new Series(),
    testLosses: new Series(),
    testAccuracies: new Series(),
    msPerStep: 0,
  };
}

/** A moment of the run that the charts flag. */
export interface Flag {
  readonly step: number;
  readonly text: string;
}

/**
 * Everything the charts draw of one run. It lives outside React: `version` moves with every change, and
 * {@link Curves.subscribe} tells when to look again.
 */
export class Curves {
  version = 0;
  lanes: readonly LaneCurves[] = [];
  evaluatedSteps: number[] = [];
  flags: Flag[] = [];
  /** Seconds that the run had trained at the end of the last stretch. */
  private seconds = 0;
  private readonly listeners = new Set<() => void>();

  /** Steps taken so far, by the lane that took most. */
  get steps(): number {
    return this.lanes.reduce((most, { losses }) => Math.max(most, losses.length), 0);
  }

  reset(laneCount: number): void {
    this.lanes = Array.from({ length: laneCount }, emptyLane);
    this.evaluatedSteps = [];
    this.flags = [];
    this.seconds = 0;
    this.changed();
  }

  /** Takes a stretch of steps in; one that starts earlier than the end (a rebuilt run) replaces what was there. */
  addMetrics({ firstStep, lanes, seconds }: MetricsEvent): void {
    this.dropEvaluationsAfter(firstStep);
    this.lanes.forEach((lane, i) => {
      const stretch = lanes[i];
      if (!stretch) return;
      const first = stretch.firstStep;
      const count = stretch.losses.length;
      const before = first === 0 ? 0 : lane.seconds.at(first - 1);
      const start = Number.isNaN(before) ? this.seconds : before;
      // Until the lane's steps are timed, the lanes are taken as equally fast.
      const shared = Math.max(0, seconds - this.seconds) / count / this.lanes.length;
      const perStep = stretch.gpuMsPerStep > 0 ? stretch.gpuMsPerStep / 1000 : shared;
      lane.losses.write(first, stretch.losses);
      lane.accuracies.write(first, stretch.accuracies);
      lane.learningRates.write(first, stretch.learningRates);
      lane.seconds.write(
        first,
        Float32Array.from({ length: count }, (_, k) => start + perStep * (k + 1)),
      );
      lane.msPerStep = stretch.gpuMsPerStep;
    });
    this.seconds = seconds;
    this.changed();
  }

  addEvaluation(
    step: number,
    lanes: readonly (TestResult | null)[],
    laneSteps: readonly number[] = lanes.map(() => step),
  ): void {
    this.dropEvaluationsAfter(step - 1);
    const index = this.evaluatedSteps.push(step) - 1;
    this.lanes.forEach((lane, i) => {
      const result = lanes[i];
      lane.testSteps.write(index, [result ? laneSteps[i]! : NaN]);
      lane.testLosses.write(index, [result?.loss ?? NaN]);
      lane.testAccuracies.write(index, [result?.accuracy ?? NaN]);
    });
    this.changed();
  }

  /** Forgets what comes after `step`. */
  rewind(step: number): void {
    for (const { losses, accuracies, learningRates, seconds } of this.lanes)
      for (const series of [losses, accuracies, learningRates, seconds]) series.truncate(step);
    this.dropEvaluationsAfter(step);
    this.flags = this.flags.filter((flag) => flag.step <= step);
    this.changed();
  }

  /** The same thing at the same step is flagged once. */
  addFlag(flag: Flag): void {
    if (this.isFlagged(flag)) return;
    this.flags.push(flag);
    this.changed();
  }

  isFlagged({ step, text }: Flag): boolean {
    return this.flags.some((flag) => flag.step === step && flag.text === text);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private dropEvaluationsAfter(step: number): void {
    while ((this.evaluatedSteps.at(-1) ?? -Infinity) > step) this.evaluatedSteps.pop();
    for (const { testSteps, testLosses, testAccuracies } of this.lanes)
      for (const series of [testSteps, testLosses, testAccuracies])
        series.truncate(this.evaluatedSteps.length);
  }

  private changed(): void {
    this.version++;
    for (const listener of this.listeners) listener();
  }
}
