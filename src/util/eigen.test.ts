import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { symmetricEigen } from './eigen.ts';
import { Random } from './random.ts';
import { runInSlices, runWhole } from './slices.ts';

function randomSymmetric(n: number, seed: number): Float64Array {
  const random = new Random(seed);
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = random.normal();
  return matrix;
}

/** Largest deviation of A v from lambda v, and of V V^T from I. */
function errors(matrix: Float64Array, values: Float64Array, vectors: Float64Array) {
  const n = values.length;
  const dot = (a: Float64Array, i: number, b: Float64Array, j: number) => {
    let sum = 0;
    for (let k = 0; k < n; k++) sum += a[i * n + k]! * b[j * n + k]!;
    return sum;
  };
  let [residual, orthogonality] = [0, 0];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      residual = Math.max(residual, Math.abs(dot(matrix, j, vectors, i) - values[i]! * vectors[i * n + j]!));
      orthogonality = Math.max(orthogonality, Math.abs(dot(vectors, i, vectors, j) - (i === j ? 1 : 0)));
    }
  return { residual, orthogonality };
}

describe('symmetricEigen', () => {
  test.each([1, 2, 3, 7, 25, 60])('finds pairs of a random matrix of side %i', (n) => {
    const matrix = randomSymmetric(n, n);
    const { values, vectors } = runWhole(symmetricEigen(matrix, { wantsVectors: true }));
    const { residual, orthogonality } = errors(matrix, values, vectors!);
    expect(residual).toBeLessThan(1e-12);
    expect(orthogonality).toBeLessThan(1e-12);
    expect([...values].sort((a, b) => a - b)).toEqual([...values]);
    const trace = values.reduce((sum, value) => sum + value, 0);
    expect(trace).toBeCloseTo(
      Array.from({ length: n }, (_, i) => matrix[i * n + i]!).reduce((sum, value) => sum + value, 0),
      10,
    );
    const alone = runWhole(symmetricEigen(matrix));
    expect(alone.vectors).toBeNull();
    alone.values.forEach((value, i) => expect(value).toBeCloseTo(values[i]!, 11));
  });

  test('knows the eigenvalues of the second difference', () => {
    const n = 12;
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const distance = Math.abs(Math.floor(at / n) - (at % n));
      return distance === 0 ? 2 : distance === 1 ? -1 : 0;
    });
    const { values } = runWhole(symmetricEigen(matrix));
    values.forEach((value, i) =>
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((i + 1) * Math.PI) / (n + 1)), 12),
    );
  });

  test('takes diagonal, repeated and zero values', () => {
    const diagonal = [3, 0, 3, 1e-9];
    const matrix = diagonal.flatMap((value, i) => diagonal.map((_, j) => (i === j ? value : 0)));
    expect([...runWhole(symmetricEigen(matrix)).values]).toEqual([0, 1e-9, 3, 3]);
    expect([...runWhole(symmetricEigen(new Float64Array(9))).values]).toEqual([0, 0, 0]);
    expect([...runWhole(symmetricEigen([])).values]).toEqual([]);
  });

  test('is not a number where the matrix is not', () => {
    const matrix = randomSymmetric(3, 1);
    matrix[3] = NaN;
    expect([...runWhole(symmetricEigen(matrix)).values]).toEqual([NaN, NaN, NaN]);
  });
});

test('slices let others work in between', async () => {
  // However fast the machine is, two steps fill a slice.
  let now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => (now += 4));
  onTestFinished(() => void vi.restoreAllMocks());
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  const matrix = randomSymmetric(160, 3);
  const { value, ms } = await runInSlices(symmetricEigen(matrix, { wantsVectors: true }));
  clearInterval(timer);
  expect(turns).toBeGreaterThan(1);
  expect(ms).toBeGreaterThan(0);
  expect(value.values).toEqual(runWhole(symmetricEigen(matrix, { wantsVectors: true })).values);
});
