import type { Dispatch } from '../op.ts';
import type { ConvShape } from './convShape.ts';
import { splitCount } from './gemm.ts';
import { productTiles } from './productTiles.ts';

/**
 * Whether the kernels of linear layers apply. All layers share their pipelines, since they take their sizes from the
 * bindings: compiling a product takes software adapters a tenth of a second.
 */
export function isLinear({ kernelSize, groups, h, w, padding }: ConvShape): boolean {
  return kernelSize === 1 && groups === 1 && h === 1 && w === 1 && padding === 0;
}

type KernelCall = Pick<Dispatch, 'kernel' | 'constants' | 'workgroups'>;

/** A product by `lib/gemmRows.wgsl` with its widest tile, 32 by 32. */
function product(kernel: string, rows: number, columns4: number): KernelCall {
  return {
    kernel,
    constants: { TILE_COLUMNS4: 8 },
    workgroups: [Math.ceil(columns4 / 8), Math.ceil(rows / 32), 1],
  };
}

/** output[n, o] */
export function linearForward({ n, outChannels4 }: ConvShape, hasBias: boolean): KernelCall {
  return product(hasBias ? 'linear/linear' : 'linear/linearNoBias', n, outChannels4);
}

/** gradInput[n, i] */
export function linearGradInput({ n, inChannels4 }: ConvShape): KernelCall {
  return product('linear/linearGradInput', n, inChannels4);
}

/** gradWeight[i, o]; null where the sum over the samples is so long that it is better split. */
export function linearGradWeight({ n, inChannels4, outChannels4 }: ConvShape): KernelCall | null {
  const size = { rows4: inChannels4, columns4: outChannels4, segments: n, segmentDepth: 1 };
  if (splitCount(size) > 1) return null;
  return {
    kernel: 'linear/linearGradWeight',
    workgroups: [...productTiles(inChannels4, outChannels4), 1],
  };
}
