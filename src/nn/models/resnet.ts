import type { Tensor } from '../../engine/graph.ts';
import { relu } from '../../engine/ops/activations.ts';
import { add } from '../../engine/ops/add.ts';
import { maxPool2d } from '../../engine/ops/pool2d.ts';
import { nchw } from '../../engine/tensor.ts';
import { convBlock } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { scaleChannels, type Model, type ModelOptions } from './model.ts';
import { classifier, freezing, numberedConv, stages, stem } from './parts.ts';

/** Channels and first stride of the four stages. */
const widths = [64, 128, 256, 512];
const strides = [1, 2, 2, 2];

/** What differs between the form for small images and the one for ImageNet, which is torchvision's. */
interface Form {
  readonly shortcut: string;
  /** The batch norm of a shortcut stays in `deconv` models. */
  readonly keepsNorm: boolean;
  readonly initialization: 'uniform' | 'kaimingFanOut';
}
export const small: Form = { shortcut: 'shortcut', keepsNorm: false, initialization: 'uniform' };
const imagenet: Form = { shortcut: 'downsample', keepsNorm: true, initialization: 'kaimingFanOut' };

interface BlockOptions {
  readonly channels: number;
  readonly stride: number;
  readonly form: Form;
}

interface Block {
  /** Output channels in units of the stage's. */
  readonly expansion: number;
  readonly build: (scope: Scope, input: Tensor, block: BlockOptions, options: ModelOptions) => Tensor;
}

/** Two 3x3 convolutions. PyTorch's order is that of the constructor. */
export const basic: Block = {
  expansion: 1,
  build(scope, input, block, options) {
    scope.order('conv1', 'conv2', block.form.shortcut, 'bn1', 'bn2');
    const { channels, stride, form } = block;
    const conv = numberedConv(scope, options);
    const window = { kernelSize: 3, initialization: form.initialization };
    const inner = relu(scope.graph, conv(input, 1, channels, { ...window, stride }));
    const output = conv(inner, 2, channels, window);
    return join(scope, { input, output }, block, options);
  },
};

/** 1x1 to the stage's channels, 3x3, 1x1 to four times as many. */
export const bottleneck: Block = {
  expansion: 4,
  build(scope, input, block, options) {
    const { channels, stride, form } = block;
    if (form === small) scope.order('bn1', 'bn2', 'bn3', 'conv1', 'conv2', 'conv3', form.shortcut);
    else scope.order('conv1', 'conv2', 'conv3', form.shortcut, 'bn1', 'bn2', 'bn3');
    const conv = numberedConv(scope, options);
    const { initialization } = form;
    const reduced = relu(scope.graph, conv(input, 1, channels, { initialization }));
    const window = { kernelSize: 3, stride, initialization };
    const middle = relu(scope.graph, conv(reduced, 2, channels, window));
    const output = conv(middle, 3, 4 * channels, { initialization });
    return join(scope, { input, output }, block, options);
  },
};

/** relu(output + shortcut), where the shortcut is a 1x1 convolution if the shape changes. */
function join(
  scope: Scope,
  { input, output }: { input: Tensor; output: Tensor },
  { stride, form }: BlockOptions,
  options: ModelOptions,
): Tensor {
  const { shortcut: name, keepsNorm, initialization } = form;
  const outChannels = nchw(output).c;
  if (stride === 1 && nchw(input).c === outChannels)
    return relu(scope.graph, add(scope.graph, output, input));
  const layer = { outChannels, kernelSize: 1, stride, keepsNorm, initialization };
  const names = { conv: `${name}.0`, norm: () => `${name}.1` };
  const shortcut = convBlock(scope, input, { ...layer, ...names }, options);
  return relu(scope.graph, add(scope.graph, output, shortcut));
}

function body(
  scope: Scope,
  input: Tensor,
  { depths, block, form }: { depths: readonly number[]; block: Block; form: Form },
  options: ModelOptions,
): Tensor {
  return stages(
    scope,
    input,
    {
      plan: depths.map((depth, stage) => ({ depth, stride: strides[stage]! })),
      block: (at, features, { stage, stride }) => {
        const channels = scaleChannels(widths[stage]!, options.width);
        return block.build(at, features, { channels, stride, form }, options);
      },
    },
    options,
  );
}

/** ResNet for small images: a 3x3 convolution, four stages of blocks, average, one linear layer. */
export function resnet(block: Block, depths: readonly number[]): Model {
  return (scope, input, options) => {
    const outChannels = scaleChannels(widths[0]!, options.width);
    const first = stem(scope, input, { outChannels }, options);
    return classifier(scope, body(scope, first, { depths, block, form: small }, options), 'linear', options);
  };
}

/** ResNet for ImageNet: a 7x7 convolution of stride 2 and a max pool in front, torchvision's names. */
export function resnetImagenet(block: Block, depths: readonly number[]): Model {
  return (scope, input, options) => {
    const outChannels = scaleChannels(widths[0]!, options.width);
    const { initialization } = imagenet;
    const layer = { outChannels, kernelSize: 7, stride: 2, initialization, deconv: freezing(15) };
    const first = stem(scope, input, layer, options);
    const pooled = maxPool2d(scope.graph, first, { kernelSize: 3, stride: 2, padding: 1 });
    return classifier(scope, body(scope, pooled, { depths, block, form: imagenet }, options), 'fc', options);
  };
}
