import { expect, test } from 'vitest';
import { kernelTicks } from './kernelTicks.ts';

/** Middles of the ticks of a path. */
const middles = (path: string) =>
  [...path.matchAll(/M(\S+) (\S+?)([vh])([\d.]+)/g)].map(([, x, y, direction, length]) => [
    Number(x) + (direction === 'h' ? Number(length) / 2 : 0),
    Number(y) + (direction === 'v' ? Number(length) / 2 : 0),
  ]);

test('ticks stand above, below, left and right of the centre, in the space around the tile', () =>
  expect(middles(kernelTicks({ columns: 1, side: 3 }, 1))).toEqual([
    [1.5, -0.5],
    [1.5, 3.5],
    [-0.5, 1.5],
    [3.5, 1.5],
  ]));

test('only tiles that exist have ticks, in rows of the grid', () => {
  const all = middles(kernelTicks({ columns: 2, side: 5 }, 3));
  expect(all).toHaveLength(12);
  expect(all.slice(8)).toEqual([
    [2.5, 5.5],
    [2.5, 11.5],
    [-0.5, 8.5],
    [5.5, 8.5],
  ]);
});
