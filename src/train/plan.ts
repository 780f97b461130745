import { UserError } from '../util/assert.ts';
import { ceilDiv } from '../util/math.ts';
import type { Dataset } from '../data/dataset.ts';
import { findModel } from '../nn/models/catalogue.ts';
import { checkedLayers } from '../nn/own/trace.ts';
import type { TrainConfig } from './config.ts';

/** Numbers that follow from configuration and data. */
export interface Plan {
  readonly totalSteps: number;
  readonly stepsPerEpoch: number;
  /** Steps between two evaluations. */
  readonly evalEvery: number;
  readonly evalBatchSize: number;
  /** Sentences the user should know. */
  readonly notes: readonly string[];
}

/** Least images of an evaluation batch, as far as there are that many: small ones would waste time on dispatches. */
const minEvalBatchSize = 64;

/** Steps after which 0.5 % of their starting values remains in running statistics (PAPER §1.1, EMA start-up). */
const settledSteps = 50;

/**
 * Checks what one field alone cannot show, before any work.
 *
 * @param shape of the images, [C, H, W]
 * @throws UserError that names the settings that do not go together, and what would.
 */
export function checkConfig(config: TrainConfig, shape: readonly [number, number, number]): void {
  const [, height, width] = shape;
  const { title, normalizations, minimumSide, takesLayers } = findModel(config.model);
  if (config.lanes.length < 1 || config.lanes.length > 4)
    throw new UserError(`A run has one to four lanes; ${config.lanes.length} were asked for.`);
  for (const { normalization } of config.lanes)
    if (!normalizations.includes(normalization))
      throw new UserError(
        `Lanes: ${title} (${config.model}) has no variant "${normalization}"; it has ${normalizations.join(', ')}.`,
      );
  if (Math.min(height, width) < minimumSide)
    throw new UserError(
      `Model: ${title} (${config.model}) needs images of at least ${minimumSide}x${minimumSide} pixels; ` +
        `those of ${config.dataset} have ${height}x${width}. Choose another data set or model.`,
    );
  if (takesLayers) checkedLayers(config.layers, shape, config.width);
}

/** @throws UserError when the training set is smaller than a batch. */
export function planRun(config: TrainConfig, { title, trainCount, test }: Dataset): Plan {
  const { batchSize, epochs, steps, evalEvery, lanes } = config;
  if (trainCount < batchSize)
    throw new UserError(
      `Batch size is ${batchSize}, but ${title} has ${trainCount} training images here; ` +
        `choose a batch size of at most ${trainCount}.`,
    );
  const stepsPerEpoch = ceilDiv(trainCount, batchSize);
  const totalSteps = steps ?? epochs * stepsPerEpoch;
  const hasStatistics = lanes.some(({ normalization }) => normalization !== 'none');
  return {
    stepsPerEpoch,
    totalSteps,
    evalEvery: evalEvery ?? stepsPerEpoch,
    notes:
      hasStatistics && Math.min(totalSteps, evalEvery ?? stepsPerEpoch) < settledSteps
        ? [
            `Running statistics settle within about ${settledSteps} steps; test results before that say little.`,
          ]
        : [],
    evalBatchSize: evalBatchSize(config, test.count),
  };
}

export function evalBatchSize({ batchSize }: TrainConfig, testCount: number): number {
  return Math.min(testCount, Math.max(batchSize, minEvalBatchSize));
}
