import type { Dispatch } from '../op.ts';
import { geometryConstants, type ConvShape } from './convShape.ts';
import { gemmColumns, gemmRows, splitCount } from './gemm.ts';

/**
 * Whether the kernels for images of one channel apply. Channels lie in vec4s: a single one would leave three quarters of
 * each product zero, so these kernels fill the vec4s with taps.
 */
export function isSingleChannel({ inChannels, kernelSize, groups }: ConvShape): boolean {
  return inChannels === 1 && kernelSize > 1 && groups === 1;
}

type KernelCall = Pick<Dispatch, 'kernel' | 'constants' | 'workgroups'>;

const taps4 = ({ kernelSize }: ConvShape) => Math.ceil(kernelSize ** 2 / 4);

function constantsOf(shape: ConvShape): Record<string, number> {
  const { h, w, padding } = shape;
  return { ...geometryConstants(shape), PADDED_H: h + 2 * padding, PADDED_W: w + 2 * padding };
}

/** output[n, y, x, o], summed over the taps, four at a time. */
export function singleChannelConv2d(shape: ConvShape, hasBias: boolean): KernelCall {
  const { constants, workgroups } = gemmRows({
    rows: shape.n * shape.outH * shape.outW,
    columns4: shape.outChannels4,
    segmentDepth4: taps4(shape),
  });
  return {
    kernel: hasBias ? 'conv/singleChannelConv2d' : 'conv/singleChannelConv2dNoBias',
    constants: { ...constants, ...constantsOf(shape) },
    workgroups,
  };
}

/** gradWeight[ky, kx, o], in as many parts as {@link splitCount} says. */
export function singleChannelGradWeight(shape: ConvShape): KernelCall & { readonly splits: number } {
  const size = {
    rows4: taps4(shape),
    columns4: shape.outChannels4,
    segments: shape.n * shape.outH,
    segmentDepth: shape.outW,
  };
  const splits = splitCount(size);
  const { constants, workgroups } = gemmColumns({ ...size, splits });
  return {
    kernel: 'conv/singleChannelConv2dGradWeight',
    constants: { ...constants, ...constantsOf(shape) },
    workgroups,
    splits,
  };
}
