import type { Sampling } from '../../engine/ops/sampling.ts';
import { pad4, type TensorType } from '../../engine/tensor.ts';
import { centreSurroundIndex } from './centreSurround.ts';
import { placeIn } from './deconvolvedImage.ts';
import type { KernelGrid, KernelsLook } from './probe.ts';

/** Kernels that the grids show at most. */
const maxOutputs = 16;
const maxInputs = 6;

export interface KernelsInput {
  /** [O, I, k, k] as it lies in memory, and its type. */
  readonly weight: Float32Array;
  readonly type: TensorType;
  readonly effective: Float32Array | null;
  /** D [D, D] of the first block's group. */
  readonly deconv: Float32Array | null;
  readonly sampling: Pick<Sampling, 'features' | 'blocks' | 'featureStep'>;
}

/** Fills a grid tap by tap. */
export function createGrid(
  shape: Omit<KernelGrid, 'values'>,
  value: (row: number, column: number, tap: number) => number,
): KernelGrid {
  const taps = shape.side ** 2;
  return {
    ...shape,
    values: Float32Array.from({ length: shape.rows * shape.columns * taps }, (_, at) =>
      value(Math.floor(at / (shape.columns * taps)), Math.floor(at / taps) % shape.columns, at % taps),
    ),
  };
}

/** The first kernels of a weight as it lies in memory. */
export function weightGrid(values: Float32Array, { shape, layout }: TensorType): KernelGrid {
  const [outputs = 1, inputs = 1, side = 1] = shape;
  const [rows4, outputs4] = [layout === 'weight' ? pad4(inputs) : inputs, pad4(outputs)];
  return createGrid(
    { rows: Math.min(outputs, maxOutputs), columns: Math.min(inputs, maxInputs), side },
    (output, input, tap) => values[(tap * rows4 + input) * outputs4 + output]!,
  );
}

/** Row of D of the centre tap of each channel, over each channel's taps; NaN for what other blocks hold. */
function deconvGrid(
  deconv: Float32Array,
  { sampling, side, channels }: Pick<KernelsInput, 'sampling'> & { side: number; channels: number },
): KernelGrid {
  const taps = side ** 2;
  const shown = Math.min(channels, maxInputs);
  return createGrid({ rows: shown, columns: shown, side }, (row, column, tap) => {
    const from = placeIn(row * taps + (taps - 1) / 2, sampling);
    const to = placeIn(column * taps + tap, sampling);
    return from.block === to.block ? deconv[from.feature * sampling.features + to.feature]! : NaN;
  });
}

function kernelsOf({ side, values }: KernelGrid): Float32Array[] {
  const taps = side ** 2;
  return Array.from({ length: values.length / taps }, (_, i) => values.subarray(i * taps, (i + 1) * taps));
}

function meanIndex(kernels: readonly Float32Array[]): number {
  return kernels.reduce((sum, kernel) => sum + centreSurroundIndex(kernel), 0) / kernels.length;
}

/** The kernels of a layer: D, V and V D, as small pictures with their centre-surround indices. */
export function lookAtKernels({ weight, type, effective, deconv, sampling }: KernelsInput): KernelsLook {
  const [outChannels = 1, inChannels = 1, side = 1] = type.shape;
  const grid = deconv && deconvGrid(deconv, { sampling, side, channels: inChannels });
  const weights = weightGrid(weight, type);
  const folded = effective && weightGrid(effective, type);
  const taps = side ** 2;
  return {
    deconv: grid,
    taps:
      deconv && inChannels === 1 && taps === sampling.features
        ? createGrid(
            { rows: side, columns: side, side },
            (row, column, tap) => deconv[(row * side + column) * taps + tap]!,
          )
        : null,
    weight: weights,
    effective: folded,
    outChannels,
    inChannels,
    deconvIndex: grid && meanIndex(kernelsOf(grid).filter((_, i) => i % (grid.columns + 1) === 0)),
    weightIndex: meanIndex(kernelsOf(weights)),
    effectiveIndex: folded && meanIndex(kernelsOf(folded)),
  };
}
