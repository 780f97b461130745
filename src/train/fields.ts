import { datasets } from '../data/datasets.ts';
import { models } from '../nn/models/table.ts';
import { defaultConfig, defaultLane, type LaneConfig, type TrainConfig } from './config.ts';

/** Keys of `Target` whose values are of type `Value`. */
type KeysOf<Target, Value> = {
  [Key in keyof Target]-?: Target[Key] extends Value ? Key : never;
}[keyof Target] &
  string;

interface FieldBase {
  /** Name as shown beside the control; with the unit where it has one. */
  readonly label: string;
  /** One sentence for tooltips, `--help` and the documentation. */
  readonly help: string;
  readonly group: 'data' | 'network' | 'training' | 'run';
  /** The value may change while a run goes on. */
  readonly isLive?: boolean;
}

export interface NumberField<Target> extends FieldBase {
  readonly kind: 'number' | 'integer';
  readonly key: KeysOf<Target, number | null>;
  readonly min: number;
  readonly max: number;
  readonly default: number | null;
  /** What no value means ("all images"); absent when a value is required. */
  readonly nullMeans?: string;
}

export interface ChoiceField<Target> extends FieldBase {
  readonly kind: 'choice';
  readonly key: KeysOf<Target, string>;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly default: string;
}

export interface BooleanField<Target> extends FieldBase {
  readonly kind: 'boolean';
  readonly key: KeysOf<Target, boolean>;
  readonly default: boolean;
}

export interface LanesField extends FieldBase {
  readonly kind: 'lanes';
  readonly key: 'lanes';
  readonly min: number;
  readonly max: number;
  readonly default: readonly LaneConfig[];
}

/** A field with one plain value. */
export type ValueField<Target> = NumberField<Target> | ChoiceField<Target> | BooleanField<Target>;
export type Field = ValueField<TrainConfig> | LanesField;
export type LaneField = ValueField<LaneConfig>;

const choices = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

const named = (rows: readonly { readonly name: string; readonly title: string }[]) =>
  rows.map(({ name, title }) => ({ value: name, label: title }));

export const normalizationLabels: Readonly<Record<LaneConfig['normalization'], string>> = {
  none: 'none',
  batch: 'batch norm',
  deconv: 'network deconvolution',
};

/**
 * Every setting of a run. This one table drives the parser, the page's controls, the command line's options,
 * the address and the documentation.
 */
export const fields: readonly Field[] = [
  {
    key: 'dataset',
    kind: 'choice',
    label: 'Data set',
    group: 'data',
    choices: named(datasets),
    default: defaultConfig.dataset,
    help: 'Images to train on; Glyphs are generated from the seed, the others are read from files.',
  },
  {
    key: 'trainSize',
    kind: 'integer',
    label: 'Training images',
    group: 'data',
    min: 1,
    max: 10_000_000,
    nullMeans: 'all images',
    default: defaultConfig.trainSize,
    help: 'How many images of the training set are used.',
  },
  {
    key: 'testSize',
    kind: 'integer',
    label: 'Test images',
    group: 'data',
    min: 1,
    max: 10_000_000,
    nullMeans: 'all images',
    default: defaultConfig.testSize,
    help: 'How many images of the test set are used.',
  },
  {
    key: 'augment',
    kind: 'boolean',
    label: 'Augmentation',
    group: 'data',
    default: defaultConfig.augment,
    help: 'Random crops and flips where the recipe of the data set has them.',
  },
  {
    key: 'model',
    kind: 'choice',
    label: 'Model',
    group: 'network',
    choices: named(models),
    default: defaultConfig.model,
    help: 'The network that every lane trains.',
  },
  {
    key: 'width',
    kind: 'number',
    label: 'Width',
    group: 'network',
    min: 0.05,
    max: 4,
    default: defaultConfig.width,
    help: 'Multiplies the channel counts of the model.',
  },
  {
    key: 'lanes',
    kind: 'lanes',
    label: 'Lanes',
    group: 'network',
    min: 1,
    max: 4,
    default: defaultConfig.lanes,
    help: 'Networks that train side by side on the same batches, e.g. batch,deconv:blockSize=16:iterations=7.',
  },
  {
    key: 'optimizer',
    kind: 'choice',
    label: 'Optimizer',
    group: 'training',
    choices: choices({ sgd: 'SGD', adam: 'Adam', adamw: 'AdamW' }),
    default: defaultConfig.optimizer,
    help: 'Rule that turns gradients into steps.',
  },
  {
    key: 'learningRate',
    kind: 'number',
    label: 'Learning rate',
    group: 'training',
    min: 0,
    max: 100,
    isLive: true,
    default: defaultConfig.learningRate,
    help: 'Size of the steps, before the schedule lowers it.',
  },
  {
    key: 'momentum',
    kind: 'number',
    label: 'Momentum',
    group: 'training',
    min: 0,
    max: 0.9999,
    isLive: true,
    default: defaultConfig.momentum,
    help: 'Share of the last step that goes on; the first beta of Adam.',
  },
  {
    key: 'nesterov',
    kind: 'boolean',
    label: 'Nesterov momentum',
    group: 'training',
    default: defaultConfig.nesterov,
    help: 'Looks ahead along the momentum (SGD only).',
  },
  {
    key: 'weightDecay',
    kind: 'number',
    label: 'Weight decay',
    group: 'training',
    min: 0,
    max: 1,
    isLive: true,
    default: defaultConfig.weightDecay,
    help: 'Pull of every parameter towards zero.',
  },
  {
    key: 'schedule',
    kind: 'choice',
    label: 'Schedule',
    group: 'training',
    choices: choices({ constant: 'constant', step: 'step', multistep: 'multi-step', cosine: 'cosine' }),
    default: defaultConfig.schedule,
    help: 'How the learning rate falls over the run.',
  },
  {
    key: 'warmupSteps',
    kind: 'integer',
    label: 'Warm-up (steps)',
    group: 'training',
    min: 0,
    max: 1_000_000,
    default: defaultConfig.warmupSteps,
    help: 'Steps over which the learning rate climbs linearly from zero.',
  },
  {
    key: 'loss',
    kind: 'choice',
    label: 'Loss',
    group: 'training',
    choices: choices({ crossEntropy: 'cross entropy', l2: 'squared error' }),
    default: defaultConfig.loss,
    help: 'What training makes small.',
  },
  {
    key: 'labelSmoothing',
    kind: 'number',
    label: 'Label smoothing',
    group: 'training',
    min: 0,
    max: 0.9,
    default: defaultConfig.labelSmoothing,
    help: 'Share of the target spread over all classes (cross entropy only).',
  },
  {
    key: 'batchSize',
    kind: 'integer',
    label: 'Batch size',
    group: 'training',
    min: 1,
    max: 4096,
    default: defaultConfig.batchSize,
    help: 'Images per step; the last batch of an epoch is filled up from the next one.',
  },
  {
    key: 'epochs',
    kind: 'integer',
    label: 'Epochs',
    group: 'run',
    min: 1,
    max: 10_000,
    default: defaultConfig.epochs,
    help: 'Length of the run in passes over the training set.',
  },
  {
    key: 'steps',
    kind: 'integer',
    label: 'Steps',
    group: 'run',
    min: 1,
    max: 10_000_000,
    nullMeans: 'as many as the epochs take',
    default: defaultConfig.steps,
    help: 'Length of the run in steps; wins over epochs.',
  },
  {
    key: 'evalEvery',
    kind: 'integer',
    label: 'Evaluate every (steps)',
    group: 'run',
    min: 1,
    max: 10_000_000,
    nullMeans: 'once an epoch',
    default: defaultConfig.evalEvery,
    help: 'How often the test set is evaluated, besides at the end.',
  },
  {
    key: 'stopAccuracy',
    kind: 'number',
    label: 'Stop at test accuracy',
    group: 'run',
    min: 0,
    max: 1,
    nullMeans: 'train to the end',
    default: defaultConfig.stopAccuracy,
    help: 'Pauses once a lane classifies this share of the test images rightly, e.g. 0.98.',
  },
  {
    key: 'stopPatience',
    kind: 'integer',
    label: 'Stop after evaluations without progress',
    group: 'run',
    min: 1,
    max: 1000,
    nullMeans: 'train to the end',
    default: defaultConfig.stopPatience,
    help: "Pauses once no lane's test loss has fallen over so many evaluations.",
  },
  {
    key: 'stopSeconds',
    kind: 'number',
    label: 'Time budget (s)',
    group: 'run',
    min: 1,
    max: 10_000_000,
    nullMeans: 'train to the end',
    default: defaultConfig.stopSeconds,
    help: 'Pauses after so many seconds of training.',
  },
  {
    key: 'seed',
    kind: 'integer',
    label: 'Seed',
    group: 'run',
    min: 0,
    max: 0xffff_ffff,
    default: defaultConfig.seed,
    help: 'The one number behind initialisation, shuffling, augmentation and dropout.',
  },
];

/** What one lane may set for itself. All but the normalisation concern deconvolution lanes only. */
export const laneFields: readonly LaneField[] = [
  {
    key: 'normalization',
    kind: 'choice',
    label: 'Normalisation',
    group: 'network',
    choices: choices(normalizationLabels),
    default: defaultLane.normalization,
    help: 'What the network does between its convolutions and rectifiers.',
  },
  {
    key: 'blockSize',
    kind: 'integer',
    label: 'Block size (channels)',
    group: 'network',
    min: 1,
    max: 1024,
    default: defaultLane.blockSize,
    help: 'Channels that a convolution whitens together.',
  },
  {
    key: 'linearBlockSize',
    kind: 'integer',
    label: 'Linear block size (features)',
    group: 'network',
    min: 1,
    max: 4096,
    default: defaultLane.linearBlockSize,
    help: 'Features that a linear layer whitens together.',
  },
  {
    key: 'samplingStride',
    kind: 'integer',
    label: 'Sampling stride (pixels)',
    group: 'network',
    min: 1,
    max: 32,
    default: defaultLane.samplingStride,
    help: 'Every how many pixels a patch is sampled for the covariance.',
  },
  {
    key: 'iterations',
    kind: 'integer',
    label: 'Iterations (Newton-Schulz)',
    group: 'network',
    min: 1,
    max: 30,
    default: defaultLane.iterations,
    help: 'Steps towards the inverse square root of the covariance; few leave some correlation standing.',
  },
  {
    key: 'eps',
    kind: 'number',
    label: 'Epsilon',
    group: 'network',
    min: 0,
    max: 1,
    default: defaultLane.eps,
    help: 'Added to the diagonal of the covariance.',
  },
  {
    key: 'statisticsMomentum',
    kind: 'number',
    label: 'Statistics momentum',
    group: 'network',
    min: 0,
    max: 1,
    default: defaultLane.statisticsMomentum,
    help: 'Weight of the newest batch in the running statistics.',
  },
  {
    key: 'gradientThroughDeconv',
    kind: 'boolean',
    label: 'Gradient through the deconvolution matrix',
    group: 'network',
    default: defaultLane.gradientThroughDeconv,
    help: 'Off: gradients stop at the deconvolution matrix (an ablation).',
  },
];

/** `0 to 100`, `sgd, adam, adamw`: what a field takes, for errors and help. */
export function validValues(field: Field | LaneField): string {
  switch (field.kind) {
    case 'number':
      return `a number from ${field.min} to ${field.max}`;
    case 'integer':
      return `a whole number from ${field.min} to ${field.max}`;
    case 'choice':
      return `one of ${field.choices.map(({ value }) => value).join(', ')}`;
    case 'boolean':
      return 'true or false';
    case 'lanes':
      return `${field.min} to ${field.max} of ${Object.keys(normalizationLabels).join(', ')}, separated by commas`;
  }
}
