import { expect, test } from 'vitest';
import { confusionsOf, differences, rowShares } from './rates.ts';

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

test('lists every confusion of any lane, the most frequent first', () => {
  expect(
    confusionsOf([Uint32Array.of(9, 1, 0, 0, 9, 4, 0, 0, 9), Uint32Array.of(8, 2, 0, 0, 9, 0, 7, 0, 9)], 3),
  ).toEqual([
    { row: 2, column: 0, images: [0, 7] },
    { row: 1, column: 2, images: [4, 0] },
    { row: 0, column: 1, images: [1, 2] },
  ]);
  expect(confusionsOf([Uint32Array.of(5, 1, 0, 5), null], 2)).toEqual([
    { row: 0, column: 1, images: [1, null] },
  ]);
  expect(confusionsOf([Uint32Array.of(5, 0, 0, 5)], 2)).toEqual([]);
});
