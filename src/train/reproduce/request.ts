import { defaultConfig, type TrainConfig } from '../config.ts';
import type { Field, LaneField } from '../field.ts';
import { fields } from '../fields.ts';
import { laneFields } from '../laneFields.ts';
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

/** What does not make a run another one than the paper's: which it is, and when it is looked at. */
const unessential = [
  ...['dataset', 'model', 'epochs', 'seed', 'lanes'],
  ...['fairness', 'evalEvery', 'stopAccuracy', 'stopPatience', 'stopSeconds'],
];

/** How a run with one lane differs from the paper's, for reading; empty when it does not. */
export function describeSettings(config: TrainConfig): string {
  const paper = { ...defaultConfig, ...findRecipe('cifar').settings };
  const lane = config.lanes[0]!;
  const usual = paper.lanes.find(({ normalization }) => normalization === lane.normalization) ?? lane;
  // Settings of deconvolution say nothing about other lanes.
  const ofLane = laneFields.filter(({ key }) => key === 'learningRate' || lane.normalization === 'deconv');
  return [
    ...fields
      .filter(({ key }) => !unessential.includes(key) && config[key] !== paper[key])
      .map((field) => describeSetting(field, config[field.key])),
    ...ofLane
      .filter(({ key }) => lane[key] !== usual[key])
      .map((field) => describeSetting(field, lane[field.key])),
  ].join(', ');
}

const short: Readonly<Record<string, (value: unknown) => string>> = {
  trainSize: (value) => `${String(value)} training images`,
  testSize: (value) => `${String(value)} test images`,
  batchSize: (value) => `batch ${String(value)}`,
};

function describeSetting({ key, label }: Field | LaneField, value: unknown): string {
  if (key in short) return short[key]!(value);
  const name = label.toLowerCase().replace(/ \(.*/, '');
  return typeof value === 'boolean' ? `${value ? '' : 'no '}${name}` : `${name} ${String(value)}`;
}
