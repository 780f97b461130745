import { expect, test } from 'vitest';
import { sideOf } from './side.ts';

test.each([
  [10, 100],
  [7, 98],
  [43, 86],
  [51, 102],
  [100, 200],
])('%d cells in 100 pixels take %d: whole pixels each, and at least two', (cells, side) =>
  expect(sideOf(cells, 100)).toBe(side),
);
