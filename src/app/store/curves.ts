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
}

export interface LaneCurves {
  /** One value per step. */
  readonly losses: Series;
  /** Share of the training batch classified rightly, one value per step. */
  readonly accuracies: Series;
  /** On the test set, one value per entry of `evaluatedSteps`; NaN where the lane had stopped. */
  readonly testLosses: Series;
  readonly testAccuracies: Series;
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
  private readonly listeners = new Set<() => void>();

  /** Steps taken so far. */
  get steps(): number {
    return this.lanes[0]?.losses.length ?? 0;
  }

  reset(laneCount: number): void {
    this.lanes = Array.from({ length: laneCount }, () => ({
      losses: new Series(),
      accuracies: new Series(),
      testLosses: new Series(),
      testAccuracies: new Series(),
    }));
    this.evaluatedSteps = [];
    this.flags = [];
    this.changed();
  }

  /** Takes a stretch of steps in; one that starts earlier than the end (a rebuilt run) replaces what was there. */
  addMetrics({ firstStep, lanes }: MetricsEvent): void {
    this.dropEvaluationsAfter(firstStep);
    this.lanes.forEach((lane, i) => {
      lane.losses.write(firstStep, lanes[i]?.losses ?? []);
      lane.accuracies.write(firstStep, lanes[i]?.accuracies ?? []);
    });
    this.changed();
  }

  addEvaluation(step: number, lanes: readonly (TestResult | null)[]): void {
    this.dropEvaluationsAfter(step - 1);
    const index = this.evaluatedSteps.push(step) - 1;
    this.lanes.forEach((lane, i) => {
      lane.testLosses.write(index, [lanes[i]?.loss ?? NaN]);
      lane.testAccuracies.write(index, [lanes[i]?.accuracy ?? NaN]);
    });
    this.changed();
  }

  /** Forgets what comes after `step`. */
  rewind(step: number): void {
    for (const { losses, accuracies } of this.lanes) {
      losses.truncate(step);
      accuracies.truncate(step);
    }
    this.dropEvaluationsAfter(step);
    this.flags = this.flags.filter((flag) => flag.step <= step);
    this.changed();
  }

  addFlag(flag: Flag): void {
    this.flags.push(flag);
    this.changed();
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  private dropEvaluationsAfter(step: number): void {
    while ((this.evaluatedSteps.at(-1) ?? -Infinity) > step) this.evaluatedSteps.pop();
  }

  private changed(): void {
    this.version++;
    for (const listener of this.listeners) listener();
  }
}
