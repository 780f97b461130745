import { convergedSchedule, type Quintic } from '../../engine/ops/minimaxQuintic.ts';
import type { InverseSqrt } from '../../nn/layers/inverseSqrt.ts';
import { symmetricEigen } from '../../util/eigen.ts';
import type { MatrixLook, NewtonSchulzLook, SpectrumLine } from './probe.ts';

/** Iterations that curves and frames show at least, whatever the layer takes. */
export const shownIterations = 15;

/** Share of the squared entries of a matrix [n, n] that stands off its diagonal, 0 to 1. */
export function offDiagonalEnergy(values: Float32Array, n: number): number {
  let [all, diagonal] = [0, 0];
  for (let i = 0; i < values.length; i++) all += values[i]! ** 2;
  for (let i = 0; i < n; i++) diagonal += values[i * (n + 1)]! ** 2;
  return all > 0 ? (all - diagonal) / all : 0;
}

/** By which rows and columns of a covariance [n, n] are multiplied to make it a correlation matrix. */
export function correlationFactors(values: Float32Array, n: number): Float64Array<ArrayBuffer> {
  return Float64Array.from({ length: n }, (_, i) => 1 / Math.sqrt(values[i * (n + 1)]!));
}

/** Entries over the deviations of their row and column: the correlation matrix of a covariance [n, n]. */
export function correlation(values: Float32Array, n: number): Float32Array<ArrayBuffer> {
  const scale = correlationFactors(values, n);
  return Float32Array.from(values, (value, at) => value * scale[Math.floor(at / n)]! * scale[at % n]!);
}

function conditionOf(descending: Float64Array): number {
  const [largest = NaN, smallest = NaN] = [descending[0], descending.at(-1)];
  // Rounding may leave the least eigenvalue of a singular matrix below zero.
  return smallest > 0 ? largest / smallest : largest > 0 ? Infinity : NaN;
}

function effectiveRankOf(values: Float64Array): number {
  const positive = values.filter((value) => value > 0);
  const sum = positive.reduce((total, value) => total + value, 0);
  return Math.exp(-positive.reduce((total, value) => total + (value / sum) * Math.log(value / sum), 0));
}

/** Eigenvalues of a symmetric matrix with condition number and effective rank. */
export function* spectrumOf(values: Float32Array): Generator<undefined, SpectrumLine> {
  const { values: ascending } = yield* symmetricEigen(values);
  const descending = ascending.reverse();
  return {
    values: descending,
    condition: conditionOf(descending),
    effectiveRank: effectiveRankOf(descending),
  };
}

/** A matrix with its two numbers. */
export function* lookAtMatrix(
  values: Float32Array<ArrayBuffer>,
  features: number,
): Generator<undefined, MatrixLook> {
  const { condition } = yield* spectrumOf(values);
  return { values, condition, offDiagonalEnergy: offDiagonalEnergy(values, features) };
}

/** Root mean square of the entries of a row of I - M, for a square matrix M: |I - M| / sqrt(n). */
export function residualOf(values: Float32Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += ((i % (n + 1) === 0 ? 1 : 0) - values[i]!) ** 2;
  return Math.sqrt(sum / n);
}

/** How a layer gets its D; null where it does not whiten. */
export interface Iteration {
  readonly inverseSqrt: InverseSqrt;
  readonly iterations: number;
}

/** The steps that are shown: those of the layer, of Newton-Schulz at least {@link shownIterations}. */
export function shownSteps(iteration: Iteration | null): readonly Quintic[] {
  if (iteration?.inverseSqrt === 'quintic') return convergedSchedule;
  const newtonSchulz = { a: 1.5, b: -0.5, c: 0 };
  return Array.from({ length: Math.max(shownIterations, iteration?.iterations ?? 0) }, () => newtonSchulz);
}

/**
 * Gains of D_t, the inverse root after t steps, along the eigenvectors of the covariance: D_t is a polynomial of the
 * covariance, so that each eigenvalue goes its way alone (PAPER §1.4).
 *
 * @param eigenvalues of Sigma + eps I; their root of the sum of squares is its Frobenius norm
 * @returns by t = 0 … the number of steps, the gain for each eigenvalue
 */
export function inverseSqrtGains(
  eigenvalues: Float64Array,
  steps: readonly Quintic[],
): Float64Array<ArrayBuffer>[] {
  const norm = Math.sqrt(eigenvalues.reduce((sum, value) => sum + value * value, 0));
  const scale = 1 / Math.sqrt(norm);
  const y = eigenvalues.map((value) => value / norm);
  const z = new Float64Array(y.length).fill(1);
  const gains = [z.map((value) => value * scale)];
  for (const { a, b, c } of steps) {
    for (let i = 0; i < y.length; i++) {
      const m = z[i]! * y[i]!;
      const factor = a + m * (b + m * c);
      y[i]! *= factor;
      z[i]! *= factor;
    }
    gains.push(z.map((value) => value * scale));
  }
  return gains;
}

/**
 * How the iteration of a layer gets on with a covariance.
 *
 * @param after D (Sigma + eps I) D of the GPU; null where there is no D
 */
export function* lookAtNewtonSchulz(
  covariance: Float32Array,
  { iteration, after }: { iteration: Iteration | null; after: Float32Array | null },
): Generator<undefined, NewtonSchulzLook> {
  const { values: eigenvalues } = yield* spectrumOf(covariance);
  const n = eigenvalues.length;
  const gains = inverseSqrtGains(eigenvalues, shownSteps(iteration)).map((row) =>
    row.map((gain, i) => gain * Math.sqrt(Math.max(0, eigenvalues[i]!))),
  );
  const residuals = Float64Array.from(gains, (row) =>
    Math.sqrt(row.reduce((sum, gain) => sum + (1 - gain * gain) ** 2, 0) / n),
  );
  return {
    inverseSqrt: iteration?.inverseSqrt ?? 'newtonSchulz',
    iterations: iteration?.iterations ?? null,
    eigenvalues,
    residuals,
    measuredResidual: after && residualOf(after, n),
    gains,
  };
}
