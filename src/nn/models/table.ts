import type { Tensor } from '../../engine/graph.ts';
import { formatShape, nchw } from '../../engine/tensor.ts';
import { UserError } from '../../util/assert.ts';
import type { Normalization } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { lenet } from './lenet.ts';
import type { Model, ModelOptions } from './model.ts';
import { linear, mlp, mlpDelinear } from './perceptrons.ts';
import { resnet } from './resnet.ts';
import { vgg } from './vgg.ts';

export interface ModelEntry {
  /** As on the command line and in links. */
  readonly name: string;
  readonly title: string;
  /** One sentence for the page. */
  readonly description: string;
  readonly normalizations: readonly Normalization[];
  /** Least height and width of the images. */
  readonly minimumSide: number;
  /** Whether the first deconvolution layer freezes now and then: training then alternates between two graphs. */
  readonly freezes: boolean;
  readonly build: Model;
}

const all = ['none', 'batch', 'deconv'] as const;

/** The models there are. To add one: its function in a file of this folder, and a line here. */
export const models: readonly ModelEntry[] = [
  {
    name: 'linear',
    title: 'Linear',
    description: 'One linear layer on the pixels.',
    normalizations: ['none', 'deconv'],
    minimumSide: 1,
    freezes: false,
    build: linear,
  },
  {
    name: 'mlp',
    title: 'Perceptron',
    description: 'Two hidden layers of 128 with sigmoids.',
    normalizations: all,
    minimumSide: 1,
    freezes: false,
    build: mlp,
  },
  {
    name: 'mlp_delinear',
    title: 'Perceptron, deconvolution linear',
    description: 'Two hidden layers of 128 with rectifiers; its linear layers whiten their inputs.',
    normalizations: ['none', 'deconv'],
    minimumSide: 1,
    freezes: false,
    build: mlpDelinear,
  },
  {
    name: 'lenet',
    title: 'LeNet',
    description: 'Two 5x5 convolutions and three linear layers.',
    normalizations: all,
    minimumSide: 12,
    freezes: false,
    build: lenet,
  },
  ...(
    [
      [11, [1, 1, 2, 2, 2]],
      [13, [2, 2, 2, 2, 2]],
      [16, [2, 2, 3, 3, 3]],
      [19, [2, 2, 4, 4, 4]],
    ] as const
  ).map(([layers, depths]): ModelEntry => ({
    name: `vgg${layers}`,
    title: `VGG-${layers}`,
    description: `${layers - 3} convolutions of 3x3 in five stages.`,
    normalizations: all,
    minimumSide: 32,
    freezes: true,
    build: vgg(depths),
  })),
  {
    name: 'resnet18',
    title: 'ResNet-18',
    description: 'Eight residual blocks of two 3x3 convolutions.',
    normalizations: all,
    minimumSide: 1,
    freezes: false,
    build: resnet([2, 2, 2, 2]),
  },
];

/** The entry of a model, or an error that names all of them. */
export function findModel(name: string): ModelEntry {
  const entry = models.find((candidate) => candidate.name === name);
  if (!entry)
    throw new UserError(
      `There is no model "${name}"; the models are ${models.map((model) => model.name).join(', ')}.`,
    );
  return entry;
}

/** Whether training needs the frozen graph too. */
export function modelFreezes(name: string, normalization: Normalization): boolean {
  return findModel(name).freezes && normalization === 'deconv';
}

/**
 * Builds a model below a scope: run on scopes of different modes over one `Variables`, it gives the training,
 * frozen and evaluation graphs.
 *
 * @param input images [N, C, H, W]
 * @returns logits [N, classes]
 * @throws UserError for an unknown model, a normalisation it does not have, and images that are too small.
 */
export function buildModel(name: string, scope: Scope, input: Tensor, options: ModelOptions): Tensor {
  const { title, normalizations, minimumSide, build } = findModel(name);
  if (!normalizations.includes(options.normalization))
    throw new UserError(
      `The model ${name} (${title}) has no variant "${options.normalization}"; it has ${normalizations.join(', ')}.`,
    );
  const { h, w } = nchw(input);
  if (Math.min(h, w) < minimumSide) {
    const others = models.filter((model) => model.minimumSide <= Math.min(h, w)).map((model) => model.name);
    throw new UserError(
      `The model ${name} (${title}) needs images of at least ${minimumSide}x${minimumSide} pixels, these are ` +
        `${formatShape(input.shape)}; choose larger images, or one of ${others.join(', ')}.`,
    );
  }
  return build(scope, input, options);
}
