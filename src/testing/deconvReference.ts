/**
 * Network deconvolution in plain double precision, written as the paper's formulas read and with no thought for
 * speed: what the kernels are tested against. Tensors are row-major, activations NCHW.
 */
import { randomNormal } from './finiteDifference.ts';

export type Matrix = Float64Array<ArrayBuffer>[];

export interface PatchOptions {
  readonly kernelSize?: number;
  readonly samplingStride?: number;
  readonly padding?: number;
  readonly dilation?: number;
  readonly groups?: number;
  readonly blockSize: number;
  readonly contiguous?: boolean;
}

export type Shape4 = readonly [n: number, c: number, h: number, w: number];

/** Samples [group][row][feature], block after block. */
export function sampledPatches(input: ArrayLike<number>, shape: Shape4, options: PatchOptions): Matrix[] {
  const { groups = 1, blockSize, kernelSize = 1, contiguous = false } = options;
  const patches = kernelSize === 1 ? listedPixels(input, shape, options) : gridPatches(input, shape, options);
  const features = blockSize * kernelSize ** 2;
  if (groups > 1)
    return Array.from({ length: groups }, (_, group) =>
      patches.map((patch) => patch.slice(group * features, (group + 1) * features)),
    );
  const blocks = patches[0]!.length / features;
  const rows = Array.from({ length: blocks }, (_, block) =>
    patches.map((patch) => patch.filter((_, f) => blockOf(f, { blocks, features, contiguous }) === block)),
  );
  return [rows.flat()];
}

function blockOf(f: number, cut: { blocks: number; features: number; contiguous: boolean }): number {
  return cut.contiguous ? Math.floor(f / cut.features) : f % cut.blocks;
}

function listedPixels(
  input: ArrayLike<number>,
  [n, c, h, w]: Shape4,
  { samplingStride = 1 }: PatchOptions,
): Matrix {
  const pixels: Matrix = [];
  for (let i = 0; i < n; i++)
    for (let p = 0; p < h * w; p++)
      pixels.push(Float64Array.from({ length: c }, (_, channel) => input[(i * c + channel) * h * w + p]!));
  return pixels.filter((_, i) => i % samplingStride ** 2 === 0);
}

function gridPatches(input: ArrayLike<number>, [n, c, h, w]: Shape4, options: PatchOptions): Matrix {
  const { kernelSize: k = 1, samplingStride = 1, padding = 0, dilation = 1 } = options;
  const patches: Matrix = [];
  for (let i = 0; i < n; i++)
    for (let top = -padding; top + dilation * (k - 1) < h + padding; top += samplingStride)
      for (let left = -padding; left + dilation * (k - 1) < w + padding; left += samplingStride) {
        const patch: number[] = [];
        for (let channel = 0; channel < c; channel++)
          for (let y = top; y <= top + dilation * (k - 1); y += dilation)
            for (let x = left; x <= left + dilation * (k - 1); x += dilation) {
              const inside = y >= 0 && y < h && x >= 0 && x < w;
              patch.push(inside ? input[((i * c + channel) * h + y) * w + x]! : 0);
            }
        patches.push(Float64Array.from(patch));
      }
  return patches;
}

export function columnMean(rows: Matrix): Float64Array {
  return rows[0]!.map((_, d) => rows.reduce((sum, row) => sum + row[d]!, 0) / rows.length);
}

/** Of the rows minus `centre`, over the number of rows; `eps` on the diagonal. */
export function covariance(rows: Matrix, centre: Float64Array, eps: number): Matrix {
  const size = centre.length;
  const sums = Array.from({ length: size }, () => new Float64Array(size));
  for (const row of rows)
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++)
        sums[i]![j]! += ((row[i]! - centre[i]!) * (row[j]! - centre[j]!)) / rows.length;
  sums.forEach((row, i) => (row[i]! += eps));
  return sums;
}

export function matrixProduct(left: Matrix, right: Matrix): Matrix {
  return left.map((row) =>
    right[0]!.map((_, column) => row.reduce((sum, value, d) => sum + value * right[d]![column]!, 0)),
  );
}

/** Covariances [D, D] of correlated numbers, so that eigenvalues differ by orders of magnitude; float32 values. */
export function correlatedCovariances(count: number, size: number, eps = 0.01): Matrix[] {
  return Array.from({ length: count }, (_, seed) => {
    const noise = randomNormal(size * (size + 3), seed);
    const rows = Array.from({ length: size + 3 }, (_, r) => {
      const row = Float64Array.from(noise.subarray(r * size, (r + 1) * size));
      for (let c = 1; c < size; c++) row[c] = 0.8 * row[c - 1]! + 0.6 * row[c]!;
      return row;
    });
    const columns = [...rows[0]!.keys()].map((c) => Float64Array.from(rows, (row) => row[c]! / size));
    return matrixProduct(columns, rows).map((row, i) =>
      row.map((value, j) => Math.fround(value + (i === j ? eps : 0))),
    );
  });
}

/** Coupled Newton-Schulz iteration towards A^(-1/2), exactly `iterations` of them (PAPER §1.4). */
export function newtonSchulz(a: Matrix, iterations: number): Matrix {
  const norm = Math.sqrt(a.flatMap((row) => [...row]).reduce((sum, value) => sum + value * value, 0));
  let y = a.map((row) => row.map((value) => value / norm));
  let z: Matrix = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  for (let i = 0; i < iterations; i++) {
    const t = matrixProduct(z, y).map((row, r) => row.map((value, c) => ((r === c ? 3 : 0) - value) / 2));
    y = matrixProduct(y, t);
    z = matrixProduct(t, z);
  }
  return z.map((row) => row.map((value) => value / Math.sqrt(norm)));
}

export interface Whitening {
  /** [group][D]. */
  readonly means: readonly Float64Array[];
  /** [group][D][D]. */
  readonly deconvs: readonly Matrix[];
}

/** Statistics of one batch. */
export function whiteningOf(patches: readonly Matrix[], eps: number, iterations: number): Whitening {
  const means = patches.map(columnMean);
  const deconvs = patches.map((rows, group) =>
    newtonSchulz(covariance(rows, means[group]!, eps), iterations),
  );
  return { means, deconvs };
}

/** Transformed weight [O, F] and bias [O], F = features of an output, from weight [O, F] and bias [O]. */
export function foldWhitening(
  weight: ArrayLike<number>,
  bias: ArrayLike<number>,
  { means, deconvs }: Whitening,
  contiguous = false,
): { weight: Float64Array; bias: Float64Array } {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  const features = means[0]!.length;
  const blocks = inputs / features;
  const place = (entry: number, block: number) =>
    contiguous ? block * features + entry : entry * blocks + block;
  const transformed = new Float64Array(weight.length);
  const shifted = Float64Array.from(bias);
  for (let o = 0; o < outputs; o++) {
    const group = Math.floor(o / (outputs / means.length));
    for (let block = 0; block < blocks; block++)
      for (let a = 0; a < features; a++) {
        let sum = 0;
        for (let b = 0; b < features; b++)
          sum += weight[o * inputs + place(b, block)]! * deconvs[group]![b]![a]!;
        transformed[o * inputs + place(a, block)] = sum;
        shifted[o]! -= sum * means[group]![a]!;
      }
  }
  return { weight: transformed, bias: shifted };
}

/** Reads a stack of square matrices. */
export function toMatrices(values: ArrayLike<number>, count: number): Matrix[] {
  const size = Math.round(Math.sqrt(values.length / count));
  return Array.from({ length: count }, (_, m) =>
    Array.from({ length: size }, (_, r) =>
      Float64Array.from({ length: size }, (_, c) => values[(m * size + r) * size + c]!),
    ),
  );
}

export function flatten(matrices: readonly Matrix[]): number[] {
  return matrices.flatMap((matrix) => matrix.flatMap((row) => [...row]));
}
