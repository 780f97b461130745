import type { Tensor } from '../../engine/graph.ts';
import { formatShape, nchw } from '../../engine/tensor.ts';
import { UserError } from '../../util/assert.ts';
import type { Normalization, NormalizationOptions } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { densenet, densenetImagenet } from './densenet.ts';
import { dpn92 } from './dpn.ts';
import { efficientnetB0 } from './efficientnet.ts';
import { lenet } from './lenet.ts';
import { mobilenetV2 } from './mobilenet.ts';
import type { Model, ModelOptions } from './model.ts';
import { linear, mlp, mlpDelinear } from './perceptrons.ts';
import { cellA, cellB, pnasnet } from './pnasnet.ts';
import { preactResnet } from './preactResnet.ts';
import { basic, bottleneck, resnet, resnetImagenet } from './resnet.ts';
import { resnext29 } from './resnext.ts';
import { senet } from './senet.ts';
import { simpleCnn } from './simpleCnn.ts';
import { vgg, vggImagenet } from './vgg.ts';

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

type Row = Pick<ModelEntry, 'name' | 'title' | 'description' | 'build'> & Partial<ModelEntry>;

const row = (entry: Row): ModelEntry => ({
  normalizations: all,
  minimumSide: 1,
  freezes: false,
  ...entry,
});

const vggDepths = {
  11: [1, 1, 2, 2, 2],
  13: [2, 2, 2, 2, 2],
  16: [2, 2, 3, 3, 3],
  19: [2, 2, 4, 4, 4],
} as const;
const denseDepths = [6, 12, 24, 16];

/** The models there are. To add one: its function in a file of this folder, and a line here. */
export const models: readonly ModelEntry[] = [
  row({
    name: 'linear',
    title: 'Linear',
    description: 'One linear layer on the pixels.',
    normalizations: ['none', 'deconv'],
    build: linear,
  }),
  row({
    name: 'mlp',
    title: 'Perceptron',
    description: 'Two hidden layers of 128 with sigmoids.',
    build: mlp,
  }),
  row({
    name: 'mlp_delinear',
    title: 'Perceptron, deconvolution linear',
    description: 'Two hidden layers of 128 with rectifiers; its linear layers whiten their inputs.',
    normalizations: ['none', 'deconv'],
    build: mlpDelinear,
  }),
  row({
    name: 'lenet',
    title: 'LeNet',
    description: 'Two 5x5 convolutions and three linear layers.',
    minimumSide: 12,
    build: lenet,
  }),
  row({
    name: 'simple_cnn',
    title: 'SimpleCNN',
    description: 'Twelve 3x3 convolutions without padding or pools, of 4 to 44 channels.',
    minimumSide: 25,
    build: simpleCnn,
  }),
  ...([11, 13, 16, 19] as const).map((layers) =>
    row({
      name: `vgg${layers}`,
      title: `VGG-${layers}`,
      description: `${layers - 3} convolutions of 3x3 in five stages.`,
      minimumSide: 32,
      freezes: true,
      build: vgg(vggDepths[layers]),
    }),
  ),
  row({
    name: 'resnet18',
    title: 'ResNet-18',
    description: 'Eight residual blocks of two 3x3 convolutions.',
    build: resnet(basic, [2, 2, 2, 2]),
  }),
  row({
    name: 'resnet34',
    title: 'ResNet-34',
    description: 'Sixteen residual blocks of two 3x3 convolutions.',
    build: resnet(basic, [3, 4, 6, 3]),
  }),
  row({
    name: 'resnet50',
    title: 'ResNet-50',
    description: 'Sixteen residual blocks of a 1x1, a 3x3 and a 1x1 convolution.',
    build: resnet(bottleneck, [3, 4, 6, 3]),
  }),
  row({
    name: 'preact_resnet18',
    title: 'PreAct-ResNet-18',
    description: 'ResNet-18 with normalisation and rectifier in front of the convolutions.',
    freezes: true,
    build: preactResnet([2, 2, 2, 2]),
  }),
  row({
    name: 'densenet121',
    title: 'DenseNet-121',
    description: '58 layers that each see the outputs of all layers before them.',
    minimumSide: 8,
    build: densenet(denseDepths),
  }),
  row({
    name: 'resnext29_32x4d',
    title: 'ResNeXt-29 (32x4d)',
    description: 'Nine residual blocks whose 3x3 convolutions have 32 groups.',
    freezes: true,
    build: resnext29,
  }),
  row({
    name: 'mobilenet_v2',
    title: 'MobileNet v2',
    description: 'Seventeen blocks that widen, filter each channel for itself, and narrow.',
    freezes: true,
    build: mobilenetV2,
  }),
  row({
    name: 'dpn92',
    title: 'DPN-92',
    description: 'Thirty blocks that both add to their input and append to it.',
    freezes: true,
    build: dpn92,
  }),
  row({
    name: 'pnasnet_a',
    title: 'PNASNet-A',
    description: 'Twenty cells of a depthwise 7x7 convolution and a max pool.',
    freezes: true,
    build: pnasnet(cellA, 44),
  }),
  row({
    name: 'pnasnet_b',
    title: 'PNASNet-B',
    description: 'Twenty cells of three depthwise convolutions and a max pool.',
    freezes: true,
    build: pnasnet(cellB, 32),
  }),
  row({
    name: 'senet18',
    title: 'SENet-18',
    description: 'PreAct-ResNet-18 whose blocks weigh their channels by the whole image.',
    freezes: true,
    build: senet([2, 2, 2, 2]),
  }),
  row({
    name: 'efficientnet_b0',
    title: 'EfficientNet-B0',
    description: 'As the authors ran it: deconvolution in the first and last layer, batch norm between.',
    freezes: true,
    build: efficientnetB0({ isComplete: false }),
  }),
  row({
    name: 'efficientnet_b0_complete',
    title: 'EfficientNet-B0, complete',
    description: 'With deconvolution in every layer.',
    freezes: true,
    build: efficientnetB0({ isComplete: true }),
  }),
  row({
    name: 'vgg11d',
    title: 'VGG-11 for ImageNet',
    description: 'Eight convolutions and three linear layers with dropout, for large images.',
    minimumSide: 32,
    freezes: true,
    build: vggImagenet(vggDepths[11]),
  }),
  row({
    name: 'resnet18d',
    title: 'ResNet-18 for ImageNet',
    description: 'Begins with a 7x7 convolution and a max pool; shortcuts keep their batch norm.',
    minimumSide: 32,
    freezes: true,
    build: resnetImagenet(basic, [2, 2, 2, 2]),
  }),
  row({
    name: 'resnet50d',
    title: 'ResNet-50 for ImageNet',
    description: 'Begins with a 7x7 convolution and a max pool; shortcuts keep their batch norm.',
    minimumSide: 32,
    freezes: true,
    build: resnetImagenet(bottleneck, [3, 4, 6, 3]),
  }),
  row({
    name: 'densenet121d',
    title: 'DenseNet-121 for ImageNet',
    description: 'Begins with a 7x7 convolution and a max pool.',
    minimumSide: 32,
    freezes: true,
    build: densenetImagenet(denseDepths),
  }),
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
export function modelFreezes(name: string, { normalization, freeze = true }: NormalizationOptions): boolean {
  return findModel(name).freezes && normalization === 'deconv' && freeze;
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
