import type { Tensor } from '../../engine/graph.ts';
import { relu, sigmoid } from '../../engine/ops/activations.ts';
import { flatten } from '../../engine/ops/flatten.ts';
import { multiplyChannels } from '../../engine/ops/multiplyChannels.ts';
import { globalAvgPool2d } from '../../engine/ops/pool2d.ts';
import { nchw } from '../../engine/tensor.ts';
import { convBlock, linearBlock, type ConvBlockOptions } from '../blocks.ts';
import type { Scope } from '../scope.ts';
import { scaleDepth, type ModelOptions } from './model.ts';

/** First layers of most `deconv` models run longer and may freeze (PAPER §4, "First-layer special settings"). */
export const freezing = (iterations: number) => ({ iterations, freeze: true });

type StemOptions = Pick<ConvBlockOptions, 'outChannels' | 'deconv'> & Partial<ConvBlockOptions>;

/** The first layer: a 3x3 convolution `conv1` with `bn1` and rectifier, if nothing else is said. */
export function stem(scope: Scope, input: Tensor, block: StemOptions, options: ModelOptions): Tensor {
  const layer = { kernelSize: 3, conv: 'conv1', norm: () => 'bn1', isFirst: true, ...block };
  return relu(scope.graph, convBlock(scope, input, layer, options));
}

/** Convolutions `conv1`, `conv2`, ... with `bn1`, `bn2`, ... of a block: 1x1, if nothing else is said. */
export function numberedConv(scope: Scope, options: ModelOptions) {
  return (input: Tensor, index: number, outChannels: number, window: Partial<ConvBlockOptions> = {}) => {
    const names = { conv: `conv${index}`, norm: () => `bn${index}` };
    return convBlock(scope, input, { outChannels, kernelSize: 1, ...names, ...window }, options);
  };
}

/**
 * The average of each map and one linear layer. The authors' code pools windows of 4 or 8 pixels, which on images of
 * 32x32 are the whole maps.
 */
export function classifier(scope: Scope, input: Tensor, name: string, options: ModelOptions): Tensor {
  const means = flatten(scope.graph, globalAvgPool2d(scope.graph, input));
  return linearBlock(scope.child(name), means, { outFeatures: options.classes }, options);
}

export interface Stage {
  /** Blocks. */
  readonly depth: number;
  /** Stride of the first of them. */
  readonly stride: number;
}

export interface BlockPlace {
  /** Counted from 0. */
  readonly stage: number;
  readonly stride: number;
  readonly isFirst: boolean;
}

/** Blocks `layer1.0`, `layer1.1`, ..., `layer2.0`, ...: the next one takes the last one's output. */
export function stages(
  scope: Scope,
  input: Tensor,
  {
    plan,
    block,
  }: { plan: readonly Stage[]; block: (scope: Scope, input: Tensor, place: BlockPlace) => Tensor },
  options: ModelOptions,
): Tensor {
  let output = input;
  plan.forEach(({ depth, stride }, stage) => {
    for (let i = 0; i < scaleDepth(depth, options.depth); i++) {
      const place = { stage, stride: i === 0 ? stride : 1, isFirst: i === 0 };
      output = block(scope.child(`layer${stage + 1}.${i}`), output, place);
    }
  });
  return output;
}

/** input * sigmoid(fc2(relu(fc1(means)))), with a sixteenth of the channels between: squeeze and excitation. */
export function squeezeAndExcite(scope: Scope, input: Tensor, options: ModelOptions): Tensor {
  const { graph } = scope;
  const { c } = nchw(input);
  const layer = (features: Tensor, conv: string, outChannels: number) =>
    convBlock(scope, features, { outChannels, kernelSize: 1, conv, norm: null, biasInBatch: true }, options);
  const squeezed = relu(graph, layer(globalAvgPool2d(graph, input), 'fc1', Math.max(1, Math.floor(c / 16))));
  return multiplyChannels(graph, input, sigmoid(graph, layer(squeezed, 'fc2', c)));
}
