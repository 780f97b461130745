import { defaultConfig, type TrainConfig } from '../config.ts';
import { findRecipe } from '../recipes.ts';
import type { Cell, tableLanes } from './paperTable.ts';

/** Which part of Table 1 is to be measured, and how. */
export interface ReproduceRequest {
  readonly models: readonly string[];
  readonly datasets: readonly string[];
  readonly epochs: readonly number[];
  readonly lanes: readonly (typeof tableLanes)[number][];
  /** Runs of each cell, with seeds 0, 1, … */
  readonly seeds: number;
  /** Settings that differ from the paper's, so that a slow machine gets through. */
  readonly settings: Partial<Pick<TrainConfig, 'width' | 'trainSize' | 'testSize' | 'batchSize'>>;
}

/** One training of one network. */
export interface PlannedRun extends Cell {
  readonly seed: number;
  /** Of its files, without an ending. */
  readonly name: string;
  /** With one lane. */
  readonly config: TrainConfig;
}

/** All runs of a request, short ones first: the table has something in every column soon. */
export function planRuns({
  models,
  datasets,
  epochs,
  lanes,
  seeds,
  settings,
}: ReproduceRequest): PlannedRun[] {
  const recipe = { ...defaultConfig, ...findRecipe('cifar').settings };
  const runs: PlannedRun[] = [];
  for (const length of [...epochs].sort((a, b) => a - b))
    for (const dataset of datasets)
      for (const model of models)
        for (let seed = 0; seed < seeds; seed++)
          for (const lane of lanes)
            runs.push({
              model,
              dataset,
              epochs: length,
              lane,
              seed,
              name: runName({ model, dataset, epochs: length, lane }, seed),
              config: {
                ...recipe,
                ...settings,
                model,
                dataset,
                epochs: length,
                seed,
                lanes: recipe.lanes.filter(({ normalization }) => normalization === lane),
              },
            });
  return runs;
}

/** Of a run's files, and for reading. */
export const runName = ({ model, dataset, epochs, lane }: Cell, seed: number) =>
  `${model}-${dataset}-${epochs}-${lane}-${seed}`;

/** How a run differs from the paper's, for reading; empty when it does not. */
export function describeSettings({ width, trainSize, testSize, batchSize }: TrainConfig): string {
  return [
    ...(width === 1 ? [] : [`width ${width}`]),
    ...(trainSize === null ? [] : [`${trainSize} training images`]),
    ...(testSize === null ? [] : [`${testSize} test images`]),
    ...(batchSize === 128 ? [] : [`batch ${batchSize}`]),
  ].join(', ');
}
