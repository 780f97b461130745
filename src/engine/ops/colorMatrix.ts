import { roundUp } from '../../util/math.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { flat, type TensorType } from '../tensor.ts';
import { assertSquare } from './newtonSchulzIterates.ts';

/** How the entries of a matrix are coloured. */
export interface MatrixShading {
  /** Opaque pixels, little-endian RGBA, for values from `min` to `max`. */
  readonly palette: Uint32Array<ArrayBuffer>;
  readonly min: number;
  readonly max: number;
  /** Whether each entry is divided by the deviations of its row and column: the correlations of a covariance. */
  readonly isCorrelation: boolean;
}

/** Copies from a buffer to a texture take rows that begin at multiples of so many bytes. */
const rowBytes = 256;

/** Pixels from one row of the picture of a matrix [side, side] to the next. */
export function pixelPitch(side: number): number {
  return roundUp(4 * side, rowBytes) / 4;
}

const op: Op = {
  name: 'colorMatrix',
  infer([matrix]) {
    assertSquare('colorMatrix', matrix!);
    const side = matrix!.shape.at(-1)!;
    return [flat(side, pixelPitch(side))];
  },
  lower({ inputs: [matrix, palette, scale], outputs: [pixels] }) {
    const [side, pitch] = pixels!.shape as [number, number];
    return [
      {
        kernel: 'probe/colorMatrix',
        constants: { SIDE: side, PITCH: pitch, STEPS: palette!.shape[0]! },
        reads: { matrix: matrix!, palette: palette!, scale: scale! },
        writes: { pixels: pixels! },
        workgroups: linearWorkgroups(side * pitch),
      },
    ];
  },
};

/** Type of the scale that {@link colorMatrix} reads. */
export const scaleType: TensorType = flat(4);

/** A shading's scale as {@link colorMatrix} reads it. */
export function packScale({ palette, min, max, isCorrelation }: MatrixShading): Float32Array<ArrayBuffer> {
  return Float32Array.of(min, max > min ? (palette.length - 1) / (max - min) : 0, Number(isCorrelation), 0);
}

/**
 * Colours a square matrix: the same pixels as a canvas would be given, in the GPU's memory.
 *
 * @param matrix [D, D], or [groups, D, D] of which the first is coloured
 * @param shading its palette [steps] u32, and its scale, see {@link packScale}
 * @returns [D, pitch] u32, see {@link pixelPitch}
 */
export function colorMatrix(
  graph: Graph,
  matrix: Tensor,
  shading: { readonly palette: Tensor; readonly scale: Tensor },
): Tensor {
  return graph.apply1(op, [matrix, shading.palette, shading.scale]);
}
