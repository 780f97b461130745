import { describe, expect, test } from 'vitest';
import { lastFinite, smooth } from './smooth.ts';

describe('smooth', () => {
  test('weight 0 changes nothing', () => {
    expect([...smooth(Float32Array.of(3, 1, 2), 0)]).toEqual([3, 1, 2]);
  });

  test('is the weighted mean of the past, corrected for its start', () => {
    const [first, second, third] = smooth(Float32Array.of(4, 2, 8), 0.5);
    expect(first).toBeCloseTo(4, 6);
    expect(second).toBeCloseTo((0.5 * 4 + 2) / 1.5, 6);
    expect(third).toBeCloseTo((0.25 * 4 + 0.5 * 2 + 8) / 1.75, 6);
  });

  test('a constant series stays constant from its first value on', () => {
    for (const value of smooth(new Float32Array(500).fill(2.5), 0.99)) expect(value).toBeCloseTo(2.5, 5);
  });

  test('values that are not finite stay gaps and do not spoil what follows', () => {
    const result = smooth(Float32Array.of(1, NaN, 1, Infinity, 1), 0.9);
    expect([...result].map((value) => Number.isNaN(value))).toEqual([false, true, false, true, false]);
    expect(result[4]).toBeCloseTo(1, 6);
  });
});

describe('lastFinite', () => {
  test('finds the last finite value', () => {
    expect(lastFinite(Float32Array.of(1, 2, NaN, Infinity))).toEqual({ index: 1, value: 2 });
    expect(lastFinite(Float32Array.of(NaN)).index).toBe(-1);
  });
});
