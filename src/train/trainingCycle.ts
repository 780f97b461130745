import type { LaneConfig, TrainConfig } from './config.ts';
import { isFrozenCall } from '../nn/freeze.ts';
import { modelFreezes } from '../nn/models/catalogue.ts';
import type { ModelMode } from '../nn/scope.ts';

/** Steps in which every lane computes its D: early on, a D that is some steps old makes the weights grow without bound. */
export const wholeSteps = 50;

/** In what the training graphs of a lane differ. */
export type TrainingMode = Required<Pick<ModelMode, 'frozen' | 'reusesDeconv'>>;

/** Which graph a lane trains with in which step. */
export interface TrainingCycle {
  /** The graphs that are needed, the whole one first: it declares every variable. */
  readonly modes: readonly TrainingMode[];
  /** After so many steps the same graphs come again, as long as nothing begins or ends to freeze. */
  readonly repeat: number;
  at(step: number): TrainingMode;
}

/**
 * The training graphs of a lane: the whole one; with frozen first layers, where the model freezes them now and then;
 * with the last D in place of a new one, in all steps but every `deconvPeriod`-th, counted from 0, once the first
 * {@link wholeSteps} are over.
 */
export function trainingCycle({ model }: Pick<TrainConfig, 'model'>, lane: LaneConfig): TrainingCycle {
  const freezes = modelFreezes(model, lane);
  const period = lane.normalization === 'deconv' ? lane.deconvPeriod : 1;
  const frozen = freezes ? [false, true] : [false];
  const reuses = period > 1 ? [false, true] : [false];
  return {
    modes: reuses.flatMap((reusesDeconv) => frozen.map((isFrozen) => ({ frozen: isFrozen, reusesDeconv }))),
    repeat: period,
    at: (step) => ({
      frozen: freezes && isFrozenCall(step),
      reusesDeconv: step >= wholeSteps && step % period !== 0,
    }),
  };
}

/** Name of the program for such steps. */
export function programName({ frozen, reusesDeconv }: TrainingMode): string {
  return `train${frozen ? 'Frozen' : ''}${reusesDeconv ? 'Reusing' : ''}`;
}
