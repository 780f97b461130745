import { expect, test } from 'vitest';
import { pathOf } from './path.ts';

test('a path goes through its points and does not join gaps', () => {
  expect(pathOf([])).toBe('');
  expect(
    pathOf([
      [0, 1],
      [2.04, 3.06],
      [3, NaN],
      [4, -Infinity],
      [5, 6],
      [7, 8],
    ]),
  ).toBe('M0 1L2 3.1M5 6L7 8');
});
