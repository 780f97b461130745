import { expect, test } from 'vitest';
import { median, quantile } from '../util/math.ts';
import { summarize } from './statistics.ts';

test('quantiles lie between the samples', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(quantile([0, 10], 0.25)).toBe(2.5);
  expect(quantile([7], 0.75)).toBe(7);
  expect(median([])).toBeNaN();
});

test('an outlier moves neither median nor spread much', () => {
  expect(summarize([10, 11, 12, 13, 500])).toEqual({
    median: 12,
    lowest: 10,
    highest: 500,
    spread: 2 / 12,
    samples: 5,
  });
});
