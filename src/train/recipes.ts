import { UserError } from '../util/assert.ts';
import { defaultLane, type TrainConfig } from './config.ts';

/** A named set of settings. */
export interface Recipe {
  /** As on the command line. */
  readonly name: string;
  readonly title: string;
  /** One sentence with its source. */
  readonly description: string;
  readonly settings: Partial<TrainConfig>;
}

/**
 * Batch norm beside network deconvolution. The classifier of a batch-norm lane is an ordinary linear layer, whatever
 * its block says.
 */
const lanes = (linearBlockSize: number) =>
  (['batch', 'deconv'] as const).map((normalization) => ({ ...defaultLane, normalization, linearBlockSize }));

/** SGD as in all of the authors' scripts. */
const sgd = {
  optimizer: 'sgd',
  learningRate: 0.1,
  momentum: 0.9,
  nesterov: false,
  warmupSteps: 0,
  loss: 'crossEntropy',
  labelSmoothing: 0,
} as const;

const cifar = {
  ...sgd,
  lanes: lanes(512),
  weightDecay: 1e-3,
  schedule: 'cosine',
  batchSize: 128,
  epochs: 20,
  steps: null,
  augment: true,
  seed: 0,
} as const;

const imagenet = { ...cifar, lanes: lanes(64), weightDecay: 1e-4, batchSize: 256, epochs: 90 } as const;

/** The recipes of the paper's tables (PAPER §3). Data set, model, width and depth stay as they are. */
export const recipes: readonly Recipe[] = [
  {
    name: 'cifar',
    title: 'Paper, CIFAR',
    description: 'SGD with cosine over 20 epochs, as in Table 1; batch norm beside deconvolution.',
    settings: cifar,
  },
  {
    name: 'cifar-1',
    title: 'Paper, CIFAR, 1 epoch',
    description: 'The first columns of Table 1: the same recipe, with the whole cosine within one epoch.',
    settings: { ...cifar, epochs: 1 },
  },
  {
    name: 'cifar-100-epochs',
    title: 'Paper, CIFAR, 100 epochs',
    description: 'The last columns of Table 1: the same recipe over 100 epochs.',
    settings: { ...cifar, epochs: 100 },
  },
  {
    name: 'imagenet',
    title: 'Paper, ImageNet',
    description: 'Table 2: weight decay 0.0001, batch 256, 90 epochs, linear blocks of 64.',
    settings: imagenet,
  },
  {
    name: 'imagenet-vgg',
    title: 'Paper, ImageNet, VGG',
    description: 'Table 2, VGG-11: the same with learning rate 0.01.',
    settings: { ...imagenet, learningRate: 0.01 },
  },
];

/** The recipe of a name, or an error that names all of them. */
export function findRecipe(name: string): Recipe {
  const recipe = recipes.find((candidate) => candidate.name === name);
  if (recipe) return recipe;
  const names = recipes.map((candidate) => candidate.name).join(', ');
  throw new UserError(`There is no recipe "${name}"; the recipes are ${names}.`);
}
