import { describe, expect, test } from 'vitest';
import { linearScale, logScale, roundUpNicely, stepScale } from './scale.ts';

test.each([
  [0.7, 0.8],
  [1, 1],
  [2.31, 3],
  [99, 100],
  [101, 150],
  [0.003, 0.003],
  [0, 1],
])('roundUpNicely(%d) is %d', (value, expected) => expect(roundUpNicely(value)).toBe(expected));

describe('linearScale', () => {
  test('has round ticks within the domain', () => {
    expect(linearScale(0, 3)).toEqual({ domain: [0, 3], ticks: [0, 1, 2, 3] });
    expect(linearScale(0, 1)).toEqual({ domain: [0, 1], ticks: [0, 0.2, 0.4, 0.6, 0.8, 1] });
    expect(linearScale(0.9, 1).ticks).toEqual([0.9, 0.92, 0.94, 0.96, 0.98, 1]);
  });
});

test.each([
  [10, [0, 2, 4, 6, 8, 10]],
  [20, [0, 5, 10, 15, 20]],
  [800, [0, 100, 200, 300, 400, 500, 600, 700, 800]],
])('stepScale(%d) has whole ticks', (high, ticks) => expect(stepScale(high).ticks).toEqual(ticks));

describe('logScale', () => {
  test('surrounds the values', () => {
    expect(logScale(0.13, 2.4)).toEqual({ domain: [0.1, 5], ticks: [0.1, 0.2, 0.5, 1, 2, 5] });
  });

  test('keeps to powers of ten on a long way', () => {
    const { domain, ticks } = logScale(0.00012, 90);
    expect(domain).toEqual([0.0001, 100]);
    expect(ticks).toEqual([0.0001, 0.001, 0.01, 0.1, 1, 10, 100]);
  });

  test('of one value still has a height', () => {
    const { domain } = logScale(2, 2);
    expect(domain[0]).toBeLessThanOrEqual(2);
    expect(domain[1]).toBeGreaterThan(2);
  });
});
