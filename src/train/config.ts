import { defaultLayers } from '../nn/own/layerList.ts';

/** What a model does between its convolutions and rectifiers. */
export type Normalization = 'none' | 'batch' | 'deconv';

/**
 * What the lanes of a session may differ in. All but normalisation and learning rate apply to `deconv` lanes only.
 */
export interface LaneConfig {
  readonly normalization: Normalization;
  /** In place of the run's learning rate, with the same schedule; null takes the run's. */
  readonly learningRate: number | null;
  /** Channels whitened together, B (PAPER §1.1). */
  readonly blockSize: number;
  /** Block of the deconvolution linear layers. */
  readonly linearBlockSize: number;
  /** Every how many pixels a patch is sampled for the covariance. */
  readonly samplingStride: number;
  /** How D is computed: T Newton-Schulz iterations, or a converged iteration that takes no number. */
  readonly inverseSqrt: 'newtonSchulz' | 'quintic';
  /** Newton-Schulz iterations, T. */
  readonly iterations: number;
  readonly eps: number;
  /** Weight of the new batch in the running statistics. */
  readonly statisticsMomentum: number;
  /** False stops gradients at D (an ablation). */
  readonly gradientThroughDeconv: boolean;
  /** Iterations of the first layer, and of grouped convolutions; null leaves them to the model. */
  readonly firstIterations: number | null;
  readonly groupedIterations: number | null;
  /** Whether first layers freeze that do so in the authors' code. */
  readonly freeze: boolean;
  /** Whether the model's own rules for blocks go before `blockSize`. */
  readonly modelBlocks: boolean;
  /** After the first 50 steps, D is computed in every so many-th; the steps in between go on with the last one. */
  readonly deconvPeriod: number;
}

/** Everything that defines a run: the URL, the worker's start message, the command line's file, a checkpoint's metadata. */
export interface TrainConfig {
  readonly version: 1;
  readonly dataset: string;
  readonly model: string;
  /** Multiplies the channel counts of the model. */
  readonly width: number;
  /** Multiplies the numbers of layers or blocks of each stage. */
  readonly depth: number;
  /** Layers of the model `own`, such as `conv8k5,maxpool2,linear64`; no other model has a use for them. */
  readonly layers: string;
  /** Two to four, by convention A, B, C, D; one is allowed on the command line. */
  readonly lanes: readonly LaneConfig[];
  readonly optimizer: 'sgd' | 'adam' | 'adamw';
  readonly learningRate: number;
  readonly momentum: number;
  readonly nesterov: boolean;
  readonly weightDecay: number;
  readonly schedule: 'constant' | 'step' | 'multistep' | 'cosine';
  /** Steps over which the learning rate climbs linearly from zero. */
  readonly warmupSteps: number;
  readonly loss: 'crossEntropy' | 'l2';
  readonly labelSmoothing: number;
  readonly batchSize: number;
  /** Length of the run; `steps` wins over `epochs` when it is not null. */
  readonly epochs: number;
  readonly steps: number | null;
  /**
   * What is equal for all lanes. `steps`: lock-step. `time`: a faster lane takes more steps in the same time, and the run
   * ends when the fastest is through. `images`: as `steps`, since all lanes have one batch size.
   */
  readonly fairness: 'steps' | 'time' | 'images';
  /** The one number from which initialisation, shuffling, augmentation and dropout are derived. */
  readonly seed: number;
  /** Images used for training and testing; null takes all. */
  readonly trainSize: number | null;
  readonly testSize: number | null;
  /** Share of the training labels that are made wrong at random, 0 to 0.8. */
  readonly labelNoise: number;
  /** Evaluate every so many steps; null evaluates once an epoch and at the end. */
  readonly evalEvery: number | null;
  /** Pause once a lane's test accuracy reaches this share. */
  readonly stopAccuracy: number | null;
  /** Pause once no lane's test loss has fallen over so many evaluations. */
  readonly stopPatience: number | null;
  /** Pause after so many seconds of training. */
  readonly stopSeconds: number | null;
  /** Random crop and flip where the data set's recipe has them. */
  readonly augment: boolean;
}

/** Settings that may change while a run goes on. */
export interface LiveSettings {
  readonly learningRate?: number;
  readonly momentum?: number;
  readonly weightDecay?: number;
}

export const defaultLane: LaneConfig = {
  normalization: 'batch',
  learningRate: null,
  blockSize: 64,
  linearBlockSize: 512,
  samplingStride: 3,
  inverseSqrt: 'newtonSchulz',
  iterations: 5,
  eps: 1e-5,
  statisticsMomentum: 0.1,
  gradientThroughDeconv: true,
  firstIterations: null,
  groupedIterations: null,
  freeze: true,
  modelBlocks: true,
  deconvPeriod: 1,
};

/** The paper's CIFAR recipe (PAPER §3.1) on the embedded data set. */
export const defaultConfig: TrainConfig = {
  version: 1,
  dataset: 'glyphs',
  model: 'lenet',
  width: 1,
  depth: 1,
  layers: defaultLayers,
  lanes: [defaultLane, { ...defaultLane, normalization: 'deconv' }],
  optimizer: 'sgd',
  learningRate: 0.1,
  momentum: 0.9,
  nesterov: false,
  weightDecay: 0.001,
  schedule: 'cosine',
  warmupSteps: 0,
  loss: 'crossEntropy',
  labelSmoothing: 0,
  batchSize: 128,
  epochs: 20,
  steps: null,
  fairness: 'steps',
  seed: 0,
  trainSize: null,
  testSize: null,
  labelNoise: 0,
  evalEvery: null,
  stopAccuracy: null,
  stopPatience: null,
  stopSeconds: null,
  augment: true,
};
