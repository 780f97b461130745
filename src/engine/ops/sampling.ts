import { UserError } from '../../util/assert.ts';
import { ceilDiv } from '../../util/math.ts';
import type { Tensor } from '../graph.ts';
import type { LowerContext } from '../op.ts';
import { formatShape, nchw, outputSize, pad4, type TensorType } from '../tensor.ts';
import { inputPlace } from './inputPlace.ts';

/** Which patches of an activation are looked at, and how their features are cut into blocks. */
export interface SamplingOptions {
  /** Side of a patch, k. Default 1: the positions are then one flat list over the whole batch. */
  readonly kernelSize?: number;
  /** S: every S-th position in both directions; of a flat list, every S²-th. Default 1. */
  readonly samplingStride?: number;
  /** Zeros around the image that count as values; without effect for k = 1. Default 0. */
  readonly padding?: number;
  /** Default 1. */
  readonly dilation?: number;
  /** Groups of channels with statistics of their own. Default 1. */
  readonly groups?: number;
  /** B: channels of a block; with groups, the channels of a group. Channels beyond the last whole block are left out. */
  readonly blockSize: number;
  /** Blocks of neighbouring features in place of every G-th feature. Default false. */
  readonly contiguous?: boolean;
  /** k = 1 only: sample the list of (block, position) as a whole and not each block alike. Default false. */
  readonly acrossBlocks?: boolean;
}

/**
 * A matrix of samples [groups, R, D]: one row for every block of every sampled patch, D = k² B features
 * (PAPER §1.1, steps 1-3). Rows are ordered block after block, each in order of position.
 */
export interface Sampling {
  /** R. */
  readonly rows: number;
  /** D. */
  readonly features: number;
  readonly groups: number;
  /** G: blocks of a group. */
  readonly blocks: number;
  /** Feature `f` of a patch = a featureStep + j blockStep, for entry a of block j. */
  readonly featureStep: number;
  readonly blockStep: number;
  /** Override constants of `lib/sampling.wgsl`. */
  readonly constants: Readonly<Record<string, number>>;
}

/** As {@link samplingOf}, for kernels that read `input` where it lies. */
export function samplingIn(place: LowerContext['place'], input: Tensor, options: SamplingOptions): Sampling {
  const sampling = samplingOf(input, options);
  return { ...sampling, constants: { ...sampling.constants, ...inputPlace(place, input) } };
}

/** Works out the rows and features that `options` take from `input` [N, C, H, W] or [N, F]. */
export function samplingOf(input: TensorType, options: SamplingOptions): Sampling {
  const { kernelSize = 1, samplingStride = 1, padding = 0, dilation = 1, groups = 1, blockSize } = options;
  const { contiguous = false, acrossBlocks = false } = options;
  const { n, c, h, w } = nchw(input);
  const blocks = groups > 1 ? 1 : Math.floor(c / blockSize);
  if (blocks < 1 || (groups > 1 && blockSize * groups !== c))
    throw new UserError(
      `sampling: blocks of ${blockSize} channels in ${groups} groups do not fit ${c} channels (input ${formatShape(input.shape)})`,
    );
  const features = kernelSize ** 2 * blockSize;
  const window = { kernelSize, stride: samplingStride, padding, dilation };
  const [outH, outW] = [outputSize(h, window), outputSize(w, window)];
  if (kernelSize > 1 && (outH < 1 || outW < 1))
    throw new UserError(
      `sampling: a ${kernelSize}x${kernelSize} patch does not fit into ${h}x${w} pixels with padding ${padding} (input ${formatShape(input.shape)})`,
    );
  const pixels = n * h * w;
  const hop = samplingStride ** 2;
  const runLength = acrossBlocks ? blocks * pixels : pixels;
  const runRows = kernelSize > 1 ? n * outH * outW : ceilDiv(runLength, hop);
  const [featureStep, blockStep] = contiguous ? [1, features] : [blocks, 1];
  return {
    rows: acrossBlocks ? runRows : runRows * blocks,
    features,
    groups,
    blocks,
    featureStep,
    blockStep,
    constants: {
      H: h,
      W: w,
      PIXELS: pixels,
      CHANNELS4: pad4(c) / 4,
      IN_STRIDE4: pad4(c) / 4,
      IN_FROM4: 0,
      OUT_H: kernelSize > 1 ? outH : h,
      OUT_W: kernelSize > 1 ? outW : w,
      KERNEL_SIZE: kernelSize,
      SAMPLING_STRIDE: samplingStride,
      PADDING: padding,
      DILATION: dilation,
      RUN_LENGTH: runLength,
      RUN_ROWS: runRows,
      FEATURES: features,
      BLOCKS: blocks,
      FEATURE_STEP: featureStep,
      BLOCK_STEP: blockStep,
    },
  };
}
