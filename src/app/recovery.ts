import type { TrainConfig } from '../train/config.ts';
import type { LaneStop } from './store/run.ts';

/** By how much the learning rate falls: a factor of ten leaves the range in which the weights grew. */
const reduction = 10;

/** A checkpoint is no good if the loss had already grown by this factor there. */
const grown = 2;

/** What to do about a lane whose loss is no longer a finite number. */
export interface Recovery {
  /** Checkpoint to go back to; null starts anew from step 0. */
  readonly step: number | null;
  /** Lane that has a learning rate of its own; null lowers that of the run. */
  readonly lane: number | null;
  readonly learningRate: number;
}

/** Loss of a lane by step. */
interface Losses {
  readonly at: (step: number) => number;
}

/** The last good checkpoint before the weights went wrong, and a rate at which they should not; null when nothing has. */
export function recoveryFrom(
  stops: readonly Pick<LaneStop, 'lane' | 'step'>[],
  checkpoints: readonly number[],
  config: Pick<TrainConfig, 'learningRate' | 'lanes'>,
  losses: readonly Losses[] = [],
): Recovery | null {
  const first = [...stops].sort((a, b) => a.step - b.step)[0];
  if (!first) return null;
  const own = config.lanes[first.lane]?.learningRate ?? null;
  const learningRate = Number(((own ?? config.learningRate) / reduction).toPrecision(3));
  // A rate of a lane's own is not among the settings that reach networks at work.
  if (own !== null) return { step: null, lane: first.lane, learningRate };
  // Weights as they were at the step that failed made it fail.
  const before = checkpoints.filter((checkpoint) => checkpoint < first.step);
  const loss = losses[first.lane];
  const good = before.filter((checkpoint) => !loss || loss.at(checkpoint) <= grown * loss.at(0));
  const step = good.at(-1) ?? before[0] ?? null;
  return { step, lane: null, learningRate };
}
