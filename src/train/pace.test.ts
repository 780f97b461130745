import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from './pace.ts';

let pace: Pace;
/** Milliseconds at which steps were taken. */
let taken: number[];
let isWanted: boolean;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  pace = new Pace();
  taken = [];
  isWanted = true;
});
afterEach(() => vi.useRealTimers());

/** Takes up to `count` steps as a run does: looks again at what is wanted after each wait. */
async function take(count: number): Promise<void> {
  const start = performance.now();
  while (isWanted && taken.length < count) {
    if (pace.isDue) {
      pace.count();
      taken.push(Math.round(performance.now() - start));
    } else await pace.wait();
  }
}

test('at full speed no step waits, and no timer is set', async () => {
  await take(1000);
  expect(taken).toEqual(Array(1000).fill(0));
  expect(vi.getTimerCount()).toBe(0);
});

test.each([1, 3, 10, 30])('%d steps a second, the first at once', async (stepsPerSecond) => {
  pace.set(stepsPerSecond);
  const done = take(4);
  await vi.advanceTimersByTimeAsync(4000);
  await done;
  const periodMs = 1000 / stepsPerSecond;
  expect(taken[0]).toBe(0);
  for (const step of [1, 2, 3]) {
    const apartMs = taken[step]! - taken[step - 1]!;
    expect(Math.abs(apartMs - periodMs)).toBeLessThanOrEqual(1.5);
  }
});

test('another pace holds for the step that is waited for', async () => {
  pace.set(1);
  void take(5);
  await vi.advanceTimersByTimeAsync(400);
  expect(taken).toEqual([0]);
  pace.set(10);
  await vi.advanceTimersByTimeAsync(0);
  expect(taken).toEqual([0, 400]);
  pace.set(1);
  await vi.advanceTimersByTimeAsync(999);
  expect(taken).toEqual([0, 400]);
  await vi.advanceTimersByTimeAsync(1);
  expect(taken).toEqual([0, 400, 1400]);
  pace.set(null);
  await vi.advanceTimersByTimeAsync(0);
  expect(taken).toEqual([0, 400, 1400, 1400, 1400]);
});

test('a pause does not wait for the next step, and what is asked for after it does not either', async () => {
  pace.set(1);
  const done = take(5);
  await vi.advanceTimersByTimeAsync(300);
  isWanted = false;
  pace.cut();
  await done;
  expect(taken).toEqual([0]);
  expect(vi.getTimerCount()).toBe(0);
  isWanted = true;
  pace.restart();
  void take(2);
  await vi.advanceTimersByTimeAsync(0);
  expect(taken).toHaveLength(2);
});
