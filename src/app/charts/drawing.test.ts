import { expect, test } from 'vitest';
import { emptyLane } from '../store/curves.ts';
import { draw, type DrawingOptions } from './drawing.ts';

/** A lane whose loss falls by one a step, each step `pace` seconds long. */
function lane(steps: number, pace: number) {
  const made = emptyLane();
  made.losses.write(
    0,
    Float32Array.from({ length: steps }, (_, i) => 10 - i),
  );
  made.seconds.write(
    0,
    Float32Array.from({ length: steps }, (_, i) => pace * (i + 1)),
  );
  return made;
}

const options: DrawingOptions = { metric: 'loss', axis: 'steps', smoothing: 0, stepsPerEpoch: 2, ghosts: [] };

test('lanes in lock-step share their rows on every axis', () => {
  const lanes = [lane(4, 0.5), lane(4, 0.5)];
  expect(draw(lanes, options).rows.map(({ x }) => x)).toEqual([0, 1, 2, 3]);
  expect(draw(lanes, { ...options, axis: 'epochs' }).rows.map(({ x }) => x)).toEqual([0, 0.5, 1, 1.5]);
  const { rows } = draw(lanes, { ...options, axis: 'seconds' });
  expect(rows.map(({ x, smooth1 }) => [x, smooth1])).toEqual([
    [0, 10],
    [0.5, 9],
    [1, 8],
    [1.5, 7],
  ]);
});

test('over seconds lanes in lock-step stand at the times of their own steps, the quicker one up to its end', () => {
  const lanes = [lane(4, 0.5), lane(4, 1)];
  lanes[0]!.testSteps.write(0, [4]);
  lanes[0]!.testLosses.write(0, [5]);
  const { rows, ends } = draw(lanes, { ...options, axis: 'seconds' });
  expect(rows.map(({ x, smooth0, smooth1, test0 }) => [x, smooth0, smooth1, test0])).toEqual([
    [0, 9, 10, undefined],
    [1, 7, 9, undefined],
    [2, undefined, 8, 5],
    [3, undefined, 7, undefined],
  ]);
  expect(ends).toEqual([
    { x: 1, value: 7 },
    { x: 3, value: 7 },
  ]);
});

test('a lane that runs apart is shown at its own steps, or at the same time', () => {
  const lanes = [lane(2, 2), lane(4, 1)];
  const bySteps = draw(lanes, options).rows;
  expect(bySteps.map(({ smooth0 }) => smooth0)).toEqual([10, 9, undefined, undefined]);
  const bySeconds = draw(lanes, { ...options, axis: 'seconds' }).rows;
  expect(bySeconds.map(({ smooth0 }) => smooth0)).toEqual([undefined, 10, 10, 9]);
});

test('twenty thousand steps and twelve longer lines of pinned runs stay below what a chart can take', () => {
  const lanes = [lane(20_000, 1e-3), lane(20_000, 1e-3)];
  const ghosts = Array.from({ length: 6 }, (_, i) => ({
    id: i + 1,
    config: {} as never,
    stepsPerEpoch: 2,
    lanes: [lane(30_000 + 100 * i, 1e-3), lane(25_000 - 100 * i, 2e-3)],
    isVisible: true,
  }));
  const times: number[] = [];
  for (const axis of ['steps', 'epochs', 'seconds'] as const) {
    const start = performance.now();
    const { rows, ghostNames } = draw(lanes, { ...options, axis, smoothing: 0.9, ghosts });
    times.push(performance.now() - start);
    expect(rows.length).toBeLessThanOrEqual(300);
    expect(rows.filter(({ raw0 }) => raw0 !== undefined).length).toBeGreaterThan(200);
    expect(ghostNames).toEqual(['1A', '1B', '2A', '2B', '3A', '3B', '4A', '4B', '5A', '5B', '6A', '6B']);
    for (let g = 0; g < 12; g++)
      expect(rows.filter((row) => row[`ghost${g}`] !== undefined).length).toBeGreaterThan(240);
  }
  // The quickest: a busy machine may hold up any of them.
  expect(Math.min(...times)).toBeLessThan(500);
});
