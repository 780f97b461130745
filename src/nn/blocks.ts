import type { Tensor } from '../engine/graph.ts';
import { relu, sigmoid } from '../engine/ops/activations.ts';
import { nchw } from '../engine/tensor.ts';
import type { Initialization } from './init.ts';
import { batchNorm2d, batchNorm2dVariables } from './layers/batchNorm2d.ts';
import { channelDeconv } from './layers/channelDeconv.ts';
import { conv2d } from './layers/conv2d.ts';
import { deconvConv2d } from './layers/deconvConv2d.ts';
import { deconvLinear } from './layers/deconvLinear.ts';
import type { InverseSqrt } from './layers/inverseSqrt.ts';
import { linear } from './layers/linear.ts';
import type { Scope } from './scope.ts';

/** What a model does between its convolutions and rectifiers. This file holds every choice that follows from it. */
export type Normalization = 'none' | 'batch' | 'deconv';

/** The defaults are the authors' (PAPER §1.1). */
export interface NormalizationOptions {
  readonly normalization: Normalization;
  /** Channels whitened together. */
  readonly blockSize?: number;
  /** Features whitened together in deconvolution linear layers. */
  readonly linearBlockSize?: number;
  /** Every how many pixels a patch is sampled for the covariance. */
  readonly samplingStride?: number;
  /** How D is computed; everywhere, whatever iterations layers have of their own. Default `newtonSchulz`. */
  readonly inverseSqrt?: InverseSqrt;
  /** Newton-Schulz iterations. */
  readonly iterations?: number;
  /** Of deconvolution and of batch normalisation. */
  readonly eps?: number;
  /** Weight of the new batch in the running statistics. */
  readonly statisticsMomentum?: number;
  /** False stops gradients at D. */
  readonly gradientThroughDeconv?: boolean;
  /** Above 1, deconvolution layers can go on with their last D; see `WhiteningOptions.period`. */
  readonly deconvPeriod?: number;
  /** Whether convolutions in front of batch normalisation have a bias. Default: as the authors' model has it. */
  readonly biasBeforeNorm?: boolean;
  /** Iterations of the first layer. Default: the model's own, as in the authors' code. */
  readonly firstIterations?: number | null;
  /** Iterations of grouped convolutions and of projections behind depthwise ones. Default: the model's own. */
  readonly groupedIterations?: number | null;
  /** False: no first layer freezes. Default true: those do that freeze in the authors' code. */
  readonly freeze?: boolean;
  /** False: every convolution takes `blockSize`. Default true: except where the model has a rule of its own. */
  readonly modelBlocks?: boolean;
}

/** Settings of a layer that the authors' code gives it, where they differ from those of the model. */
export interface OwnDeconvSettings {
  readonly iterations?: number;
  readonly blockSize?: number;
  /** Whether the layer holds still now and then; see `freeze.ts`. */
  readonly freeze?: boolean;
}

export interface ConvBlockOptions {
  readonly outChannels: number;
  readonly kernelSize: number;
  /** Default 1. */
  readonly stride?: number;
  /** Default (kernelSize - 1) / 2. */
  readonly padding?: number;
  /** Default 1. */
  readonly groups?: number;
  /** Name of the convolution below the scope. */
  readonly conv: string;
  /** Its name in front of batch normalisation, where that is another. */
  readonly convInBatch?: string;
  /** Name of the batch normalisation, asked for only where there is one; null where none follows. */
  readonly norm: (() => string) | null;
  /** Whether batch normalisation follows a deconvolution layer, too. Default false. */
  readonly keepsNorm?: boolean;
  /** Whether the convolution has a bias in `batch` models, too. Default false. */
  readonly biasInBatch?: boolean;
  /** Whether it is the first layer of the model, which `firstIterations` is for. Default false. */
  readonly isFirst?: boolean;
  readonly deconv?: OwnDeconvSettings;
  readonly initialization?: Initialization;
}

/**
 * Convolution with its normalisation: with bias and nothing else; without bias and followed by batch
 * normalisation; or a deconvolution layer, which takes the place of both.
 *
 * @param input [N, C, H, W]
 * @returns [N, outChannels, H', W']
 */
export function convBlock(
  scope: Scope,
  input: Tensor,
  block: ConvBlockOptions,
  options: NormalizationOptions,
): Tensor {
  const { outChannels, kernelSize, stride = 1, padding = (kernelSize - 1) / 2, groups = 1 } = block;
  const { conv, convInBatch = conv, norm, initialization } = block;
  const layer = {
    outChannels,
    kernelSize,
    stride,
    padding,
    groups,
    ...(initialization && { initialization }),
  };
  switch (options.normalization) {
    case 'none':
      return conv2d(scope.child(conv), input, layer);
    case 'batch': {
      const bias = (norm && options.biasBeforeNorm) ?? block.biasInBatch ?? false;
      const output = conv2d(scope.child(convInBatch), input, { ...layer, bias });
      return norm ? batchNorm2d(scope.child(norm()), output, batchNormOptions(options)) : output;
    }
    case 'deconv': {
      const output = deconvConv2d(scope.child(conv), input, {
        ...layer,
        ...deconvOptions(options),
        samplingStride: options.samplingStride ?? 3,
        ...ownSettings(block, options),
      });
      return norm && block.keepsNorm
        ? batchNorm2d(scope.child(norm()), output, batchNormOptions(options))
        : output;
    }
  }
}

/** What a deconvolution layer runs with: the user's word for such layers, else its own setting, else the model's. */
function ownSettings(
  { groups = 1, isFirst = false, deconv = {} }: ConvBlockOptions,
  { firstIterations, groupedIterations, freeze = true, modelBlocks = true, ...model }: NormalizationOptions,
): Required<OwnDeconvSettings> {
  const isGrouped = !isFirst && (groups > 1 || deconv.iterations !== undefined);
  const asked = isFirst ? firstIterations : isGrouped ? groupedIterations : null;
  return {
    iterations: asked ?? deconv.iterations ?? model.iterations ?? 5,
    blockSize: (modelBlocks ? deconv.blockSize : undefined) ?? model.blockSize ?? 64,
    freeze: freeze && (deconv.freeze ?? false),
  };
}

/**
 * Batch normalisation that stands in front of a rectifier and a convolution; nothing in other models.
 *
 * @param input [N, C, H, W]
 * @returns like the input
 */
export function normBlock(scope: Scope, input: Tensor, options: NormalizationOptions): Tensor {
  return options.normalization === 'batch' ? batchNorm2d(scope, input, batchNormOptions(options)) : input;
}

/**
 * Maps that many layers see. Where each layer has a norm of its own, they are kept as they are; where there is none, every
 * layer would rectify the same maps, and they are kept rectified.
 */
export function sharedMaps(scope: Scope, maps: Tensor, { normalization }: NormalizationOptions): Tensor {
  return normalization === 'batch' ? maps : relu(scope.graph, maps);
}

/** relu(norm(maps)) of shared maps. */
export function activeMaps(scope: Scope, maps: Tensor, options: NormalizationOptions): Tensor {
  return options.normalization === 'batch' ? relu(scope.graph, normBlock(scope, maps, options)) : maps;
}

/** Batch normalisation that the authors' code creates and never uses: a place in the `state_dict` of `batch` models. */
export function unusedNorm(scope: Scope, channels: number, { normalization }: NormalizationOptions): void {
  if (normalization === 'batch') batchNorm2dVariables(scope, channels);
}

/** The options for parts that have batch normalisation although the model has deconvolution. */
export function batchInsteadOfDeconv<Options extends NormalizationOptions>(options: Options): Options {
  return options.normalization === 'deconv' ? { ...options, normalization: 'batch' } : options;
}

/**
 * Linear layer with bias; a deconvolution linear layer in `deconv` models.
 *
 * @param input [N, F]
 * @returns [N, outFeatures]
 */
export function linearBlock(
  scope: Scope,
  input: Tensor,
  { outFeatures }: { outFeatures: number },
  options: NormalizationOptions,
): Tensor {
  if (options.normalization !== 'deconv') return linear(scope, input, { outFeatures });
  return deconvLinear(scope, input, {
    outFeatures,
    ...deconvOptions(options),
    blockSize: options.linearBlockSize ?? 512,
  });
}

/** Block of the channel deconvolution in front of linear layers, as in the authors' perceptron; of fewer features, all. */
const featureBlockSize = 32;

/**
 * Stage of a perceptron, numbered like a PyTorch `Sequential`: sigmoid and linear layer with bias; batch
 * normalisation, sigmoid, linear layer; or sigmoid, channel deconvolution, linear layer. The first stage has
 * neither sigmoid nor batch normalisation.
 *
 * @param input [N, F]
 * @returns [N, outFeatures]
 */
export function perceptronBlock(
  scope: Scope,
  input: Tensor,
  { outFeatures, isFirst }: { outFeatures: number; isFirst: boolean },
  options: NormalizationOptions,
): Tensor {
  const { normalization } = options;
  let modules = 0;
  const next = () => scope.child(String(modules++));
  let features = input;
  if (normalization === 'batch' && !isFirst)
    features = batchNorm2d(next(), features, batchNormOptions(options));
  if (!isFirst) {
    next();
    features = sigmoid(scope.graph, features);
  }
  if (normalization === 'deconv')
    features = channelDeconv(next(), features, {
      ...deconvOptions(options),
      blockSize: Math.min(featureBlockSize, nchw(features).c),
      samplingStride: options.samplingStride ?? 3,
    });
  return linear(next(), features, { outFeatures, bias: normalization === 'none' });
}

function batchNormOptions({ eps = 1e-5, statisticsMomentum = 0.1 }: NormalizationOptions) {
  return { eps, momentum: statisticsMomentum };
}

function deconvOptions({
  inverseSqrt = 'newtonSchulz',
  iterations = 5,
  gradientThroughDeconv = true,
  deconvPeriod = 1,
  ...options
}: NormalizationOptions) {
  const statistics = batchNormOptions(options);
  return { ...statistics, inverseSqrt, iterations, gradientThroughDeconv, period: deconvPeriod };
}
