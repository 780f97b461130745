import { expect, test } from 'vitest';
import { addGhosts, ghostTrace } from './ghosts.ts';

const steps = (step: number) => step;
const rows = [0, 2, 4].map((step) => ({ step, x: step, smooth0: step }));

test('a ghost is read at the rows of the run and goes on beyond its end', () => {
  const all = addGhosts(rows, [
    ghostTrace(
      Float32Array.from({ length: 7 }, (_, i) => 10 * i),
      0,
      steps,
    ),
  ]);
  expect(all.map(({ x, ghost0 }) => [x, ghost0])).toEqual([
    [0, 0],
    [2, 20],
    [4, 40],
    [5, 50],
    [6, 60],
  ]);
});

test('a shorter ghost ends where it ended', () => {
  const all = addGhosts(rows, [ghostTrace(Float32Array.of(1, 2, 3), 0, steps)]);
  expect(all.map(({ ghost0 }) => ghost0)).toEqual([1, 3, undefined]);
});

test('a long ghost adds a bounded number of rows', () => {
  const all = addGhosts(rows, [ghostTrace(new Float32Array(20_000).fill(1), 0, steps)]);
  expect(all.length).toBeLessThanOrEqual(63);
  expect(all.at(-1)!.x).toBe(19_999);
});

test('an empty ghost adds nothing', () =>
  expect(addGhosts(rows, [ghostTrace(new Float32Array(), 0, steps)])).toHaveLength(3));
