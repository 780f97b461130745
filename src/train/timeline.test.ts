import { expect, test } from 'vitest';
import type { Snapshot } from './snapshot.ts';
import { Timeline } from './timeline.ts';

const snapshot = (step: number, bytes = 8): Snapshot => ({
  step,
  ms: 10 * step,
  isEvaluationDue: false,
  tested: null,
  lanes: [{ isStopped: false, step, ms: 10 * step, buffers: [new ArrayBuffer(bytes)] }],
});

test('keeps the first and the last and spreads the others', () => {
  const timeline = new Timeline({ count: 5 });
  for (let step = 0; step <= 400; step += 10) timeline.add(snapshot(step));
  const { steps } = timeline;
  expect(steps).toHaveLength(5);
  expect(steps[0]).toBe(0);
  expect(steps.at(-1)).toBe(400);
  const gaps = steps.slice(1).map((step, i) => step - steps[i]!);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(240);
});

test('is bounded in bytes, but never without first and last', () => {
  const timeline = new Timeline({ count: 100, bytes: 30 });
  for (const step of [0, 1, 2, 3]) timeline.add(snapshot(step));
  expect(timeline.steps).toEqual([0, 1, 3]);
  timeline.add(snapshot(9, 1000));
  expect(timeline.steps).toEqual([0, 9]);
});

test('a snapshot in the past ends the future that was', () => {
  const timeline = new Timeline();
  for (const step of [0, 10, 20, 30]) timeline.add(snapshot(step));
  expect(timeline.at(20).ms).toBe(200);
  expect(() => timeline.at(21)).toThrow('no checkpoint at step 21');
  timeline.dropAfter(20);
  expect(timeline.steps).toEqual([0, 10, 20]);
  timeline.add(snapshot(15));
  expect(timeline.steps).toEqual([0, 10, 15]);
});
