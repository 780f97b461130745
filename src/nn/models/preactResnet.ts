import type { Tensor } from '../../engine/graph.ts';
import { relu } from '../../engine/ops/activations.ts';
import { add } from '../../engine/ops/add.ts';
import { nchw } from '../../engine/tensor.ts';
import { convBlock, normBlock, unusedNorm } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { scaleChannels, type Model, type ModelOptions } from './model.ts';
import { classifier, freezing, squeezeAndExcite, stages } from './parts.ts';

export const widths = [64, 128, 256, 512];
const strides = [1, 2, 2, 2];

/**
 * relu(norm(input)) through two 3x3 convolutions, plus a shortcut: the input, or, where the shape changes, a 1x1
 * convolution of the rectified input.
 */
function preactBlock(
  scope: Scope,
  input: Tensor,
  { outChannels, stride, squeezes }: { outChannels: number; stride: number; squeezes: boolean },
  options: ModelOptions,
): Tensor {
  const { graph } = scope;
  scope.order('bn1', 'conv1', 'bn2', 'conv2', 'shortcut', 'fc1', 'fc2');
  const preact = (features: Tensor, name: string) =>
    relu(graph, normBlock(scope.child(name), features, options));
  const layer = { outChannels, kernelSize: 3, norm: null };
  const active = preact(input, 'bn1');
  const changes = stride !== 1 || nchw(input).c !== outChannels;
  const names = { conv: 'shortcut', convInBatch: 'shortcut.0' };
  const shortcut = changes
    ? convBlock(scope, active, { ...layer, ...names, kernelSize: 1, stride }, options)
    : input;
  const inner = convBlock(scope, active, { ...layer, stride, conv: 'conv1' }, options);
  const output = convBlock(scope, preact(inner, 'bn2'), { ...layer, conv: 'conv2' }, options);
  return add(graph, squeezes ? squeezeAndExcite(scope, output, options) : output, shortcut);
}

/** Four stages of blocks and the classifier; `squeezes` adds squeeze and excitation to each block. */
export function preactBody(
  scope: Scope,
  input: Tensor,
  { depths, squeezes }: { depths: readonly number[]; squeezes: boolean },
  options: ModelOptions,
): Tensor {
  const output = stages(
    scope,
    input,
    {
      plan: depths.map((depth, stage) => ({ depth, stride: strides[stage]! })),
      block: (at, features, { stage, stride }) => {
        const outChannels = scaleChannels(widths[stage]!, options.width);
        return preactBlock(at, features, { outChannels, stride, squeezes }, options);
      },
    },
    options,
  );
  return classifier(scope, output, 'linear', options);
}

/** ResNet with normalisation and rectifier in front of the convolutions; nothing follows the first one. */
export function preactResnet(depths: readonly number[]): Model {
  return (scope, input, options) => {
    const outChannels = scaleChannels(widths[0]!, options.width);
    const layer = { outChannels, kernelSize: 3, conv: 'conv1', norm: null, isFirst: true };
    const first = convBlock(scope, input, { ...layer, deconv: freezing(10) }, options);
    unusedNorm(scope.child('bn1'), outChannels, options);
    return preactBody(scope, first, { depths, squeezes: false }, options);
  };
}
