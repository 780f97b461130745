import { describe, expect, test } from 'vitest';
import { nearestPlace, noiseShares, trainSizes } from './slider.ts';

describe('trainSizes', () => {
  test('go from 500 to all, each about an eighth larger than the one before', () => {
    const sizes = trainSizes(60_000);
    expect(sizes.slice(0, 8)).toEqual([500, 560, 630, 710, 790, 890, 1000, 1100]);
    expect(sizes.slice(-3)).toEqual([50_000, 56_000, 60_000]);
    for (const [i, size] of sizes.slice(1, -1).entries()) {
      expect(size / sizes[i]!).toBeGreaterThan(1.05);
      expect(size / sizes[i]!).toBeLessThan(1.2);
    }
  });

  test('of a set of fewer images are all of them', () => {
    expect(trainSizes(500)).toEqual([500]);
    expect(trainSizes(320)).toEqual([320]);
  });
});

test('every value has its own place, and those between or beyond have the nearest one', () => {
  for (const values of [trainSizes(50_000), noiseShares])
    expect(values.map((value) => nearestPlace(values, value))).toEqual(values.map((_, place) => place));
  expect(nearestPlace(trainSizes(50_000), 1)).toBe(0);
  expect(nearestPlace(trainSizes(50_000), 10 ** 7)).toBe(trainSizes(50_000).length - 1);
  expect(nearestPlace(noiseShares, 0.204)).toBe(20);
  expect(noiseShares.at(-1)).toBe(0.8);
});
