import { expect, test } from 'vitest';
import { rangeOf, sparkPath } from './sparkline.ts';

test('a line goes down by as much for every factor, on the scale of all lines', () => {
  const lines = [
    [
      [10, 1],
      [20, 0.1],
      [30, 0.01],
    ],
    [
      [10, 10],
      [30, 0.1],
    ],
  ] as const;
  const range = rangeOf(lines)!;
  expect(range).toEqual({ min: 0.01, max: 10 });
  expect(sparkPath(lines[0], range, 60, 12)).toBe('M0 4L30 8L60 12');
  expect(sparkPath(lines[1], range, 60, 12)).toBe('M0 0L60 8');
});

test('what is unknown or zero is a gap', () => {
  const points = [
    [0, 1],
    [1, NaN],
    [2, 0],
    [3, 0.5],
    [4, 1],
  ] as const;
  const range = rangeOf([points])!;
  expect(range).toEqual({ min: 0.5, max: 1 });
  expect(sparkPath(points, range, 40, 10)).toBe('M0 0M30 10L40 0');
});

test('a single look, and a constant, have their place', () => {
  expect(sparkPath([[5, 2]], { min: 2, max: 2 }, 40, 10)).toBe('');
  expect(
    sparkPath(
      [
        [5, 2],
        [6, 2],
      ],
      { min: 2, max: 2 },
      40,
      10,
    ),
  ).toBe('M0 5L40 5');
  expect(rangeOf([[[5, NaN]]])).toBeNull();
});
