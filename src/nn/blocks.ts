import type { Tensor } from '../engine/graph.ts';
import { sigmoid } from '../engine/ops/activations.ts';
import { batchNorm2d } from './layers/batchNorm2d.ts';
import { channelDeconv } from './layers/channelDeconv.ts';
import { conv2d } from './layers/conv2d.ts';
import { deconvConv2d } from './layers/deconvConv2d.ts';
import { deconvLinear } from './layers/deconvLinear.ts';
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
  /** Newton-Schulz iterations. */
  readonly iterations?: number;
  /** Of deconvolution and of batch normalisation. */
  readonly eps?: number;
  /** Weight of the new batch in the running statistics. */
  readonly statisticsMomentum?: number;
  /** False stops gradients at D. */
  readonly gradientThroughDeconv?: boolean;
  /** Whether convolutions in front of batch normalisation have a bias. Default: as the authors' model has it. */
  readonly biasBeforeNorm?: boolean;
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
  /** Name of the batch normalisation, asked for only where there is one. */
  readonly norm: () => string;
  /** Whether a convolution in front of batch normalisation has a bias nevertheless. Default false. */
  readonly biasBeforeNorm?: boolean;
  /** Settings of this layer that differ from those of the model. */
  readonly deconv?: { readonly iterations?: number; readonly blockSize?: number; readonly freeze?: boolean };
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
  const layer = { outChannels, kernelSize, stride, padding, groups };
  const convScope = scope.child(block.conv);
  switch (options.normalization) {
    case 'none':
      return conv2d(convScope, input, layer);
    case 'batch': {
      const output = conv2d(convScope, input, {
        ...layer,
        bias: options.biasBeforeNorm ?? block.biasBeforeNorm ?? false,
      });
      return batchNorm2d(scope.child(block.norm()), output, batchNormOptions(options));
    }
    case 'deconv':
      return deconvConv2d(convScope, input, {
        ...layer,
        ...deconvOptions(options),
        blockSize: options.blockSize ?? 64,
        samplingStride: options.samplingStride ?? 3,
        ...block.deconv,
      });
  }
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

/** Block of the channel deconvolution in front of linear layers, as in the authors' perceptron. */
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
      blockSize: featureBlockSize,
      samplingStride: options.samplingStride ?? 3,
    });
  return linear(next(), features, { outFeatures, bias: normalization === 'none' });
}

function batchNormOptions({ eps = 1e-5, statisticsMomentum = 0.1 }: NormalizationOptions) {
  return { eps, momentum: statisticsMomentum };
}

function deconvOptions({ iterations = 5, gradientThroughDeconv = true, ...options }: NormalizationOptions) {
  return { ...batchNormOptions(options), iterations, gradientThroughDeconv };
}
