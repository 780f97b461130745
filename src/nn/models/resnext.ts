import type { Tensor } from '../../engine/graph.ts';
import { relu } from '../../engine/ops/activations.ts';
import { add } from '../../engine/ops/add.ts';
import { nchw } from '../../engine/tensor.ts';
import { convBlock } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { scaleChannels, type Model, type ModelOptions } from './model.ts';
import { classifier, freezing, numberedConv, stages, stem } from './parts.ts';

const groups = 32;
/** Channels of the grouped convolutions of the three stages. */
const widths = [128, 256, 512];
const plan = [1, 2, 2].map((stride) => ({ depth: 3, stride }));
/** Iterations of the grouped convolutions. */
const grouped = { iterations: 3 };

/** 1x1, grouped 3x3, 1x1 to twice the channels, plus the input, or a 1x1 convolution of it where the shape changes. */
function resnextBlock(
  scope: Scope,
  input: Tensor,
  { channels, stride }: { channels: number; stride: number },
  options: ModelOptions,
): Tensor {
  const { graph } = scope;
  const conv = numberedConv(scope, options);
  scope.order('conv1', 'bn1', 'conv2', 'bn2', 'conv3', 'bn3', 'shortcut');
  const reduced = relu(graph, conv(input, 1, channels));
  const middle = relu(graph, conv(reduced, 2, channels, { kernelSize: 3, stride, groups, deconv: grouped }));
  const output = conv(middle, 3, 2 * channels);
  if (stride === 1 && nchw(input).c === 2 * channels) return relu(graph, add(graph, output, input));
  const names = { conv: 'shortcut.0', norm: () => 'shortcut.1' };
  const layer = { outChannels: 2 * channels, kernelSize: 1, stride };
  const shortcut = convBlock(scope, input, { ...layer, ...names }, options);
  return relu(graph, add(graph, output, shortcut));
}

/** ResNeXt-29 (32x4d): three stages of three blocks behind a 1x1 convolution. */
export const resnext29: Model = (scope, input, options) => {
  const outChannels = scaleChannels(64, options.width);
  const first = stem(scope, input, { outChannels, kernelSize: 1, deconv: freezing(10) }, options);
  const block = (at: Scope, features: Tensor, { stage, stride }: { stage: number; stride: number }) => {
    const channels = scaleChannels(widths[stage]!, options.width, groups);
    return resnextBlock(at, features, { channels, stride }, options);
  };
  return classifier(scope, stages(scope, first, { plan, block }, options), 'linear', options);
};
