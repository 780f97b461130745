import { UserError } from '../../util/assert.ts';
import type { Normalization, NormalizationOptions } from '../blocks.ts';

/** What there is to know of a model without building it; the page loads no more than this of the models. */
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
  /** Whether the user says which layers it has. */
  readonly takesLayers: boolean;
}

type Row = readonly [title: string, description: string, traits?: Partial<ModelEntry>];

const usual = {
  normalizations: ['none', 'batch', 'deconv'],
  minimumSide: 1,
  freezes: false,
  takesLayers: false,
} as const;
const linearOnly = { normalizations: ['none', 'deconv'] } as const;
const freezes = { freezes: true } as const;
const freezesLarge = { freezes: true, minimumSide: 32 } as const;

/** By name, in the order of the page. To add a model: a row here, and its function in `table.ts`. */
const rows = {
  linear: ['Linear', 'One linear layer on the pixels.', linearOnly],
  mlp: ['Perceptron', 'Two hidden layers of 128 with sigmoids.'],
  mlp_delinear: [
    'ReLU perceptron',
    'Two hidden layers of 128 with rectifiers; linear layers whiten.',
    linearOnly,
  ],
  lenet: ['LeNet', 'Two 5x5 convolutions and three linear layers.', { minimumSide: 12 }],
  simple_cnn: ['SimpleCNN', 'Twelve plain 3x3 convolutions of 4 to 44 channels.', { minimumSide: 25 }],
  vgg11: ['VGG-11', 'Eight convolutions of 3x3 in five stages.', freezesLarge],
  vgg13: ['VGG-13', 'Ten convolutions of 3x3 in five stages.', freezesLarge],
  vgg16: ['VGG-16', 'Thirteen convolutions of 3x3 in five stages.', freezesLarge],
  vgg19: ['VGG-19', 'Sixteen convolutions of 3x3 in five stages.', freezesLarge],
  resnet18: ['ResNet-18', 'Eight residual blocks of two 3x3 convolutions.'],
  resnet34: ['ResNet-34', 'Sixteen residual blocks of two 3x3 convolutions.'],
  resnet50: ['ResNet-50', 'Sixteen residual blocks of a 1x1, a 3x3 and a 1x1 convolution.'],
  preact_resnet18: ['PreAct-ResNet-18', 'ResNet-18, normalised in front of its convolutions.', freezes],
  densenet121: ['DenseNet-121', '58 layers that each see the outputs of all before.', { minimumSide: 8 }],
  resnext29_32x4d: ['ResNeXt-29 (32x4d)', 'Nine residual blocks of convolutions in 32 groups.', freezes],
  mobilenet_v2: ['MobileNet v2', 'Seventeen blocks that widen, filter each channel, and narrow.', freezes],
  dpn92: ['DPN-92', 'Thirty blocks that both add to their input and append to it.', freezes],
  pnasnet_a: ['PNASNet-A', 'Twenty cells of a depthwise 7x7 convolution and a max pool.', freezes],
  pnasnet_b: ['PNASNet-B', 'Twenty cells of three depthwise convolutions and a max pool.', freezes],
  senet18: ['SENet-18', 'PreAct-ResNet-18 whose blocks weigh their channels by the whole image.', freezes],
  efficientnet_b0: [
    'EfficientNet-B0',
    'Deconvolution in first and last layer, as the authors ran it.',
    freezes,
  ],
  efficientnet_b0_complete: ['EfficientNet-B0, complete', 'With deconvolution in every layer.', freezes],
  vgg11d: [
    'VGG-11 for ImageNet',
    'Eight convolutions, three linear layers with dropout; large images.',
    freezesLarge,
  ],
  resnet18d: [
    'ResNet-18 for ImageNet',
    'With a 7x7 convolution and a max pool; shortcuts keep batch norm.',
    freezesLarge,
  ],
  resnet50d: [
    'ResNet-50 for ImageNet',
    'With a 7x7 convolution and a max pool; shortcuts keep batch norm.',
    freezesLarge,
  ],
  densenet121d: ['DenseNet-121 for ImageNet', 'Begins with a 7x7 convolution and a max pool.', freezesLarge],
  own: ['Own network', 'Layers that you put together yourself.', { takesLayers: true }],
} as const satisfies Record<string, Row>;

export type ModelName = keyof typeof rows;

export const models: readonly ModelEntry[] = Object.entries<Row>(rows).map(
  ([name, [title, description, traits]]) => ({ ...usual, ...traits, name, title, description }),
);

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
