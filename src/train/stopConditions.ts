import type { TrainConfig } from './config.ts';
import type { TestResult } from './events.ts';

/** Settings of {@link StopConditions}; null asks for nothing. */
export type StopSettings = Pick<TrainConfig, 'stopAccuracy' | 'stopPatience' | 'stopSeconds'>;

/** Loss by which an evaluation must be better than the best so far, relative to it, to count as progress. */
const leastProgress = 1e-3;

/**
 * Watches a run for the ends that its user asked for. Each fires once: whoever plays on after it means to.
 */
export class StopConditions {
  private readonly settings: StopSettings;
  private readonly fired = new Set<keyof StopSettings>();
  private best = Infinity;
  private waited = 0;

  constructor(settings: StopSettings) {
    this.settings = settings;
  }

  /**
   * @param lanes results of the newest evaluation; null for stopped lanes
   * @param names of the lanes
   * @returns why to pause, as a sentence; null to go on
   */
  afterEvaluation(lanes: readonly (TestResult | null)[], names: readonly string[]): string | null {
    const { stopAccuracy, stopPatience } = this.settings;
    const reached = lanes.findIndex(
      (lane) => lane !== null && stopAccuracy !== null && lane.accuracy >= stopAccuracy,
    );
    if (reached >= 0 && this.fire('stopAccuracy'))
      return (
        `Lane ${names[reached]} reached a test accuracy of ${percent(lanes[reached]!.accuracy)}; ` +
        `${percent(stopAccuracy!)} was asked for.`
      );
    const loss = Math.min(...lanes.map((lane) => lane?.loss ?? Infinity));
    if (loss < this.best * (1 - leastProgress)) [this.best, this.waited] = [loss, 0];
    else this.waited++;
    if (stopPatience !== null && this.waited >= stopPatience && this.fire('stopPatience'))
      return `No lane's test loss has fallen over the last ${stopPatience === 1 ? 'evaluation' : `${stopPatience} evaluations`}.`;
    return null;
  }

  /** @param seconds of training, pauses and evaluations not counted */
  afterSeconds(seconds: number): string | null {
    const { stopSeconds } = this.settings;
    if (stopSeconds === null || seconds < stopSeconds || !this.fire('stopSeconds')) return null;
    return `The time budget of ${stopSeconds} s of training is used up.`;
  }

  private fire(condition: keyof StopSettings): boolean {
    if (this.fired.has(condition)) return false;
    this.fired.add(condition);
    return true;
  }
}

function percent(share: number): string {
  return `${Number((100 * share).toFixed(1))} %`;
}
