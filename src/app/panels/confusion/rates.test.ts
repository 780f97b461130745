import { expect, test } from 'vitest';
import { differences, rowShares, worstConfusion } from './rates.ts';

test('shares of a row sum to one; a class without images is unknown', () => {
  const shares = rowShares(Uint32Array.of(3, 1, 0, 0, 0, 0, 0, 2, 2), 3);
  expect([...shares.subarray(0, 3)]).toEqual([0.75, 0.25, 0]);
  expect([...shares.subarray(3, 6)].every(Number.isNaN)).toBe(true);
  expect([
    ...differences(
      shares,
      Float32Array.from(shares, () => 0.5),
    ).subarray(6),
  ]).toEqual([-0.5, 0, 0]);
});

test('finds the confusion with the most images', () => {
  expect(worstConfusion(Uint32Array.of(9, 1, 0, 0, 9, 4, 3, 0, 9), 3)).toEqual({
    row: 1,
    column: 2,
    count: 4,
  });
  expect(worstConfusion(Uint32Array.of(5, 0, 0, 5), 2)).toBeNull();
});
