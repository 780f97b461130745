import type { ConvShape } from './convShape.ts';

/** Rows that share an operand on any adapter: see the tiles of `lib/gemmRows.wgsl`. */
const sharedRows = 32;
/** Above this share of taps inside the image, leaving out the others does not pay for reading further apart. */
const worthwhileShare = 0.9;

/**
 * The constant of `lib/imagesAbreast.wgsl`: how many images take turns in the rows of a product, so that taps in the
 * padding can be left out. 1 where few of the taps at `positions` of an axis lie in the padding.
 */
export function imagesAbreast(
  shape: ConvShape,
  positions: { h: number; w: number },
): { IMAGES_ABREAST: number } {
  const { kernelSize } = shape;
  const inside =
    (tapsInside(shape, 'h') / (positions.h * kernelSize)) *
    (tapsInside(shape, 'w') / (positions.w * kernelSize));
  if (inside > worthwhileShare) return { IMAGES_ABREAST: 1 };
  let count = Math.min(sharedRows, shape.n);
  while (shape.n % count !== 0) count--;
  return { IMAGES_ABREAST: count };
}

/** Pairs of an output position and a tap that meet a pixel, along one axis. */
function tapsInside(shape: ConvShape, axis: 'h' | 'w'): number {
  const { stride, padding, dilation, kernelSize } = shape;
  const [size, out] = axis === 'h' ? [shape.h, shape.outH] : [shape.w, shape.outW];
  let count = 0;
  for (let position = 0; position < out; position++)
    for (let tap = 0; tap < kernelSize; tap++) {
      const pixel = position * stride + tap * dilation - padding;
      if (pixel >= 0 && pixel < size) count++;
    }
  return count;
}
