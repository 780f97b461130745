import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Curves } from './curves.ts';
import { createTicker } from './ticker.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** Changes the curves every 10 ms for `ms` milliseconds. */
async function change(curves: Curves, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10) {
    curves.addFlag({ step: passed, text: '' });
    await vi.advanceTimersByTimeAsync(10);
  }
}

test('tells of many changes four times a second, with the newest version', async () => {
  const curves = new Curves();
  const ticker = createTicker(curves);
  const versions: number[] = [];
  ticker.subscribe(() => versions.push(ticker.getVersion()));
  await change(curves, 1000);
  expect(versions.length).toBeGreaterThanOrEqual(4);
  expect(versions.length).toBeLessThanOrEqual(5);
  expect(versions[0]).toBe(1);
  await vi.advanceTimersByTimeAsync(250);
  expect(versions.at(-1)).toBe(curves.version);
  const count = versions.length;
  await vi.advanceTimersByTimeAsync(2000);
  expect(versions).toHaveLength(count);
});

test('slows down when drawing takes long', async () => {
  const curves = new Curves();
  const ticker = createTicker(curves);
  let calls = 0;
  ticker.subscribe(() => {
    calls++;
    queueMicrotask(() => vi.advanceTimersByTime(200));
  });
  await change(curves, 3000);
  expect(calls).toBeGreaterThanOrEqual(2);
  expect(calls).toBeLessThanOrEqual(4);
});

test('one listener has drawn before the next one hears', async () => {
  const curves = new Curves();
  const ticker = createTicker(curves);
  const order: string[] = [];
  ticker.subscribe(() => {
    order.push('first');
    queueMicrotask(() => queueMicrotask(() => queueMicrotask(() => order.push('drawn'))));
  });
  ticker.subscribe(() => order.push('second'));
  await change(curves, 20);
  expect(order).toEqual(['first', 'drawn', 'second']);
});

test('a listener that unsubscribed hears nothing', async () => {
  const curves = new Curves();
  const ticker = createTicker(curves);
  let calls = 0;
  ticker.subscribe(() => calls++)();
  await change(curves, 500);
  expect(calls).toBe(0);
});
