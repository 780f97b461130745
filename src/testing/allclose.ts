import { expect } from 'vitest';

/** Euclidean norm of the difference over the norm of the expected values. NaN counts as infinitely far. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    norm += expected[i]! ** 2;
  }
  const error = Math.sqrt(difference / Math.max(norm, 1e-30));
  return Number.isNaN(error) ? Infinity : error;
}

/** Asserts that two tensors agree to `tolerance` in the relative Euclidean norm. */
export function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-5): void {
  expect(actual.length).toBe(expected.length);
  expect(relativeError(actual, expected)).toBeLessThan(tolerance);
}
