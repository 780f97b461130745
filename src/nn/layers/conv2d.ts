import type { Tensor } from '../../engine/graph.ts';
import { conv2d as conv2dOp } from '../../engine/ops/conv2d.ts';
import { nchw, vector } from '../../engine/tensor.ts';
import { layerInitializers, type Initialization } from '../init.ts';
import type { Scope } from '../scope.ts';

export interface Conv2dLayerOptions {
  readonly outChannels: number;
  readonly kernelSize: number;
  /** Default 1. */
  readonly stride?: number;
  /** Zeros added on each side. Default 0. */
  readonly padding?: number;
  /** Default 1. */
  readonly dilation?: number;
  /** Default 1. */
  readonly groups?: number;
  /** Default true. */
  readonly bias?: boolean;
  /** Default `uniform`. */
  readonly initialization?: Initialization;
}

/**
 * Convolution with its parameters `weight` [O, C/groups, k, k] and `bias` [O].
 *
 * @param input [N, C, H, W]
 * @returns [N, O, H', W']
 */
export function conv2d(scope: Scope, input: Tensor, options: Conv2dLayerOptions): Tensor {
  const { outChannels, kernelSize, groups = 1, bias = true, initialization, ...window } = options;
  const inChannels = nchw(input).c / groups;
  const initialize = layerInitializers(scope, {
    fanIn: inChannels * kernelSize ** 2,
    fanOut: outChannels * kernelSize ** 2,
    initialization,
  });
  const weight = scope.parameter(
    'weight',
    {
      shape: [outChannels, inChannels, kernelSize, kernelSize],
      layout: groups === 1 ? 'weight' : 'groupedWeight',
    },
    initialize.weight,
  );
  const output = conv2dOp(
    scope.graph,
    input,
    weight,
    bias ? scope.parameter('bias', vector(outChannels), initialize.bias) : null,
    { ...window, groups },
  );
  const { stride = 1, padding = 0, dilation = 1 } = window;
  scope.observer?.layer({
    name: scope.name,
    kind: 'conv',
    input,
    output,
    weight,
    effectiveWeight: weight,
    kernelSize,
    stride,
    padding,
    dilation,
    groups,
  });
  return output;
}
