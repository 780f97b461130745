import { expect, test } from 'vitest';
import { addGhosts, ghostTrace } from './ghosts.ts';

const steps = (step: number) => step;
const rows = [0, 2, 4].map((step) => ({ step, x: step, smooth0: step }));

test('a ghost is read at the rows of the run and goes on beyond its end', () => {
  const all = addGhosts(
    rows,
    [
      ghostTrace(
        Float32Array.from({ length: 7 }, (_, i) => 10 * i),
        0,
        steps,
      ),
    ],
    300,
  );
  expect(all.map(({ x, ghost0 }) => [x, ghost0])).toEqual([
    [0, 0],
    [2, 20],
    [4, 40],
    [5, 50],
    [6, 60],
  ]);
});

test('a shorter ghost ends where it ended', () => {
  const all = addGhosts(rows, [ghostTrace(Float32Array.of(1, 2, 3), 0, steps)], 300);
  expect(all.map(({ ghost0 }) => ghost0)).toEqual([1, 3, undefined]);
});

test('a long ghost fills what room there is, evenly, up to its end', () => {
  const all = addGhosts(rows, [ghostTrace(new Float32Array(20_000).fill(1), 0, steps)], 63);
  expect(all).toHaveLength(63);
  expect(all.at(-1)!.x).toBe(19_999);
  const gaps = all.slice(3).map(({ x }, i) => x - all[i + 2]!.x);
  expect(Math.max(...gaps)).toBeLessThan(20_000 / 55);
});

test('twelve ghosts share the room, and each ends where it ended', () => {
  const lengths = Array.from({ length: 12 }, (_, g) => 1000 * (g + 1) - 7 * g);
  const ghosts = lengths.map((length) => ghostTrace(new Float32Array(length).fill(1), 0, steps));
  const all = addGhosts(rows, ghosts, 63);
  expect(all).toHaveLength(63);
  lengths.forEach((length, g) => {
    const drawn = all.filter((row) => row[`ghost${g}`] !== undefined);
    expect(drawn.at(-1)!.x).toBe(length - 1);
  });
});

test('an empty ghost adds nothing', () =>
  expect(addGhosts(rows, [ghostTrace(new Float32Array(), 0, steps)], 300)).toHaveLength(3));
