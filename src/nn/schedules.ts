/** How the learning rate goes over a run; `base` is the rate asked for. */
type Schedule = (base: number, step: number, totalSteps: number) => number;

/** Share of the run after which `step` and `multistep` lower the rate, again and again. */
const milestone = { step: 1 / 3, multistep: 0.4 };

const decay =
  (interval: number): Schedule =>
  (base, step, totalSteps) =>
    base * 0.1 ** Math.floor(step / Math.max(1, Math.round(interval * totalSteps)));

export const schedules = {
  /** The same rate throughout. */
  constant: (base) => base,
  /** A tenth of the rate after each third of the run. */
  step: decay(milestone.step),
  /** A tenth of the rate after each 40 % of the run, as in the official code (PAPER §3.1). */
  multistep: decay(milestone.multistep),
  /** Half a cosine from the rate down to 0, step by step, as in the paper's recipes. */
  cosine: (base, step, totalSteps) => (base * (1 + Math.cos((Math.PI * step) / totalSteps))) / 2,
} as const satisfies Record<string, Schedule>;

export interface ScheduleConfig {
  readonly schedule: keyof typeof schedules;
  /** The rate from which the schedule starts. */
  readonly learningRate: number;
  /** Steps over which the rate climbs linearly from 0; the schedule runs underneath. */
  readonly warmupSteps: number;
}

/**
 * Learning rate of one step.
 *
 * @param step from 0
 * @param totalSteps length of the run
 */
export function learningRateAt(config: ScheduleConfig, step: number, totalSteps: number): number {
  const { schedule, learningRate, warmupSteps } = config;
  const warmup = step < warmupSteps ? (step + 1) / (warmupSteps + 1) : 1;
  return warmup * schedules[schedule](learningRate, step, totalSteps);
}
