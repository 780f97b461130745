import { linearWorkgroups, type Dispatch } from '../op.ts';
import { endingConstants, geometryConstants, type ConvEnding, type ConvShape } from './convShape.ts';
import { gemmColumns, splitCount } from './gemm.ts';

/**
 * Whether the kernels for images of one channel apply. Channels lie in vec4s: a single one would leave three quarters of
 * each product zero, so these kernels read it by itself.
 */
export function isSingleChannel({ inChannels, kernelSize, groups }: ConvShape): boolean {
  return inChannels === 1 && kernelSize > 1 && groups === 1;
}

type KernelCall = Pick<Dispatch, 'kernel' | 'constants' | 'workgroups'>;

/** output[n, y, x, o]: each invocation has four neighbours of a line and two vec4s of channels. */
export function singleChannelConv2d(shape: ConvShape, ending: ConvEnding): KernelCall {
  const { n, outH, outW, outChannels4 } = shape;
  const [x, y] = linearWorkgroups(n * outH * Math.ceil(outW / 4));
  return {
    kernel: ending ? 'conv/singleChannelConv2d' : 'conv/singleChannelConv2dNoBias',
    constants: {
      ...geometryConstants(shape),
      LINES: n * outH,
      COLUMNS4: outChannels4,
      ...endingConstants(ending),
    },
    workgroups: [x, y, Math.ceil(outChannels4 / 2)],
  };
}

/** gradWeight[ky, kx, o], in as many parts as {@link splitCount} says. */
export function singleChannelGradWeight(shape: ConvShape): KernelCall & { readonly splits: number } {
  const size = {
    rows4: Math.ceil(shape.kernelSize ** 2 / 4),
    columns4: shape.outChannels4,
    segments: shape.n * shape.outH,
    segmentDepth: shape.outW,
  };
  const splits = splitCount(size);
  const { constants, workgroups } = gemmColumns({ ...size, splits });
  return {
    kernel: 'conv/singleChannelConv2dGradWeight',
    constants: { ...constants, ...geometryConstants(shape) },
    workgroups,
    splits,
  };
}
