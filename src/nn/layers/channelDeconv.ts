import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../../engine/graph.ts';
import { concat, sliceChannels } from '../../engine/ops/concat.ts';
import { conv2d } from '../../engine/ops/conv2d.ts';
import { fill } from '../../engine/ops/fill.ts';
import { foldWhitening } from '../../engine/ops/foldWhitening.ts';
import { identityWeight } from '../../engine/ops/identityWeight.ts';
import { movingAverageFirst } from '../../engine/ops/movingAverageFirst.ts';
import { patchStatistics, squareType } from '../../engine/ops/patchStatistics.ts';
import { scalarStatistics, standardize } from '../../engine/ops/standardize.ts';
import { stopGradient } from '../../engine/ops/view.ts';
import { formatShape, nchw, vector } from '../../engine/tensor.ts';
import { constantInitializer, identityInitializer, type Scope } from '../scope.ts';
import { batchCounter } from '../stateDict.ts';
import { inverseSqrtOf, settledInverseSqrt, type InverseSqrtOptions } from './inverseSqrt.ts';

export interface ChannelDeconvOptions extends InverseSqrtOptions {
  /** Channels whitened together, B. */
  readonly blockSize: number;
  /** Default 1e-2. */
  readonly eps?: number;
  /** Weight of the new batch in the running statistics. Default 0.1. */
  readonly momentum?: number;
  /** S: the statistics take every S²-th value, of maps of at least S x S pixels. Default 3. */
  readonly samplingStride?: number;
  /** False stops gradients at D and the mean (an ablation). Default true. */
  readonly gradientThroughDeconv?: boolean;
  /** The covariance in place of the second moment about zero that the authors' layer takes. Default false. */
  readonly exactCentring?: boolean;
}

/** Running or batch statistics: of the whitened channels, and of the rest, which has one mean and one variance. */
interface Statistics {
  readonly mean: Tensor;
  readonly deconv: Tensor;
  readonly restMean: Tensor;
  readonly restVariance: Tensor;
}

/**
 * Whitens channels of an activation in blocks (PAPER §1.6): rows of B channels c, c + q, c + 2q, ... with
 * q = floor(C/B); the C - qB channels that are left over are standardised together by two scalars. No parameters;
 * running statistics `running_mean1` [B, 1], `running_deconv` [B, B], `running_mean2` [1, 1], `running_var` [1, 1], which the
 * first batch replaces, and the scalar `num_batches_tracked`.
 *
 * @param input [N, C, H, W] or [N, C]
 * @returns like the input
 * @throws UserError when the block is larger than the channels
 */
export function channelDeconv(scope: Scope, input: Tensor, options: ChannelDeconvOptions): Tensor {
  const { blockSize, eps = 1e-2, momentum = 0.1 } = options;
  const { graph } = scope;
  const { c: channels } = nchw(input);
  if (blockSize > channels)
    throw new UserError(
      `channelDeconv: blocks of ${blockSize} channels do not fit ${channels} (input ${formatShape(input.shape)}); ` +
        'choose a smaller block',
    );
  const count = Math.floor(channels / blockSize) * blockSize;
  const one = vector(1);
  const running: Statistics = {
    mean: scope.state('running_mean1', vector(blockSize), constantInitializer(0), [blockSize, 1]),
    deconv: scope.state('running_deconv', squareType(1, blockSize), identityInitializer),
    restMean: scope.state('running_mean2', one, constantInitializer(0), [1, 1]),
    restVariance: scope.state('running_var', one, constantInitializer(1), [1, 1]),
  };
  const batches = scope.state(batchCounter, one, constantInitializer(0), []);
  const rest =
    count < channels ? sliceChannels(graph, input, { from: count, count: channels - count }) : null;
  const { training, holdsStatistics = false } = scope.mode;
  const statistics = training ? batchStatistics(scope, input, rest, options) : running;
  if (training && !holdsStatistics)
    movingAverageFirst(
      graph,
      (rest ? (['mean', 'deconv', 'restMean', 'restVariance'] as const) : (['mean', 'deconv'] as const)).map(
        (name) => [running[name], statistics[name]] as const,
      ),
      { batches, momentum },
    );
  const whitened = whitenChannels(
    graph,
    rest ? sliceChannels(graph, input, { from: 0, count }) : input,
    statistics,
  );
  if (!rest) return whitened;
  const { restMean: mean, restVariance: variance } = statistics;
  return concat(graph, [whitened, standardize(graph, rest, { mean, variance, eps })]);
}

function batchStatistics(
  { graph, observer, name }: Scope,
  input: Tensor,
  rest: Tensor | null,
  options: ChannelDeconvOptions,
): Statistics {
  const { blockSize, eps = 1e-2, samplingStride = 3 } = options;
  const { gradientThroughDeconv = true, exactCentring = false } = options;
  const { h, w } = nchw(input);
  const stride = h >= samplingStride && w >= samplingStride ? samplingStride : 1;
  const sampling = { blockSize, samplingStride: stride, acrossBlocks: true };
  const { mean, covariance } = patchStatistics(graph, input, { ...sampling, eps, centred: exactCentring });
  const deconv = inverseSqrtOf(graph, covariance, options);
  const settled = settledInverseSqrt(options);
  observer?.whitening({ name, input, sampling, freeze: false, mean, deconv, covariance, ...settled, eps });
  const scalars = rest
    ? scalarStatistics(graph, rest, { hop: stride ** 2 })
    : { mean: fill(graph, vector(1), 0), variance: fill(graph, vector(1), 0) };
  const keep = gradientThroughDeconv
    ? (tensor: Tensor) => tensor
    : (tensor: Tensor) => stopGradient(graph, tensor);
  return {
    mean: keep(mean),
    deconv: keep(deconv),
    restMean: keep(scalars.mean),
    restVariance: keep(scalars.variance),
  };
}

/** D (x - mu) for every row of channels: the whitening folded into a convolution that copies its input. */
function whitenChannels(graph: Graph, input: Tensor, { deconv, mean }: Statistics): Tensor {
  const { c } = nchw(input);
  const copy = { weight: identityWeight(graph, c), bias: fill(graph, vector(c), 0) };
  const { weight, bias } = foldWhitening(graph, copy, { deconv, mean });
  return conv2d(graph, input, weight, bias);
}
