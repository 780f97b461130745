import type { Tensor } from '../graph.ts';
import type { LowerContext } from '../op.ts';
import { nchw, pad4 } from '../tensor.ts';
import type { ConvShape } from './convShape.ts';
import { isLinear } from './linearKernels.ts';
import { isSingleChannel } from './singleChannelConv.ts';

/** vec4s from one pixel of the input to the next, and to the first channel of a pixel. */
export interface InputPlace {
  readonly IN_STRIDE4: number;
  readonly IN_FROM4: number;
}

/** The override constants of `lib/inputPlace.wgsl`: where the channels of `input` lie. */
export function inputPlace(place: LowerContext['place'], input: Tensor): InputPlace {
  const { of, from } = place(input);
  return { IN_STRIDE4: pad4(nchw(of).c) / 4, IN_FROM4: from / 4 };
}

/** Whether a convolution has kernels that read their input so: others are for inputs that are no part of a dense block. */
export function readsInPlace(shape: ConvShape): boolean {
  return shape.groups === 1 && !isLinear(shape) && !isSingleChannel(shape);
}
