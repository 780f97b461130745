import type { Tensor } from '../../engine/graph.ts';
import { conv2d } from '../../engine/ops/conv2d.ts';
import { foldWhitening } from '../../engine/ops/foldWhitening.ts';
import { nchw, vector } from '../../engine/tensor.ts';
import { effectiveBlockSize } from '../blockRule.ts';
import { layerInitializers, type Initialization } from '../init.ts';
import type { Scope } from '../scope.ts';
import { whitening, type WhiteningOptions } from './whitening.ts';

export interface DeconvConv2dOptions extends WhiteningOptions {
  readonly outChannels: number;
  readonly kernelSize: number;
  /** Default 1. */
  readonly stride?: number;
  /** Zeros added on each side; they take part in the statistics. Default 0. */
  readonly padding?: number;
  /** Default 1. */
  readonly dilation?: number;
  /** Default 1. Groups overrule the block size: each is whitened for itself. */
  readonly groups?: number;
  /** Channels whitened together; see `effectiveBlockSize`. Default 64. */
  readonly blockSize?: number;
  /** Every how many output positions a patch is sampled, along both axes. Default 3. */
  readonly samplingStride?: number;
  /** Blocks of neighbouring channels in place of every G-th (channel, tap). Default false, as in the paper's code. */
  readonly contiguousBlocks?: boolean;
  /** Default `uniform`. */
  readonly initialization?: Initialization;
}

/**
 * Convolution of whitened patches (Ye et al. 2020, Algorithm 1; PAPER §1.1): (patch - mu) D in front of the weight,
 * folded into weight and bias, so that one ordinary convolution runs on the untouched input. Parameters `weight`
 * [O, C/groups, k, k] and `bias` [O]; running statistics `running_mean` [groups * D] and `running_deconv` [D, D],
 * or [groups, D, D], with D = k² B.
 *
 * @param input [N, C, H, W]
 * @returns [N, O, H', W']
 */
export function deconvConv2d(scope: Scope, input: Tensor, options: DeconvConv2dOptions): Tensor {
  const { outChannels, kernelSize, stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  const { blockSize = 64, samplingStride = 3, contiguousBlocks = false, initialization } = options;
  const { c } = nchw(input);
  const groupChannels = c / groups;
  const initialize = layerInitializers(scope, {
    fanIn: groupChannels * kernelSize ** 2,
    fanOut: outChannels * kernelSize ** 2,
    initialization,
  });
  const weight = scope.parameter(
    'weight',
    {
      shape: [outChannels, groupChannels, kernelSize, kernelSize],
      layout: groups === 1 ? 'weight' : 'groupedWeight',
    },
    initialize.weight,
  );
  const bias = scope.parameter('bias', vector(outChannels), initialize.bias);
  const sampling = {
    kernelSize,
    samplingStride: samplingStride * stride,
    padding,
    dilation,
    groups,
    blockSize: effectiveBlockSize(blockSize, c, groups),
    contiguous: contiguousBlocks,
  };
  const { mean, deconv } = whitening(scope, input, sampling, options);
  const folded = foldWhitening(
    scope.graph,
    { weight, bias },
    { deconv, mean, groups, contiguous: contiguousBlocks },
  );
  const window = { stride, padding, dilation, groups };
  const output = conv2d(scope.graph, input, folded.weight, folded.bias, window);
  const effectiveWeight = folded.weight;
  scope.observer?.layer({
    ...{ name: scope.name, kind: 'conv', input, output, weight, effectiveWeight, kernelSize },
    ...window,
  });
  return output;
}
