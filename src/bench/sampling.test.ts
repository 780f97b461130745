import { expect, test } from 'vitest';
import { Cancelled, sampleInTurn } from './sampling.ts';

const sleep = (ms: number) => new Promise<void>((wake) => setTimeout(wake, ms));
const sampling = { samples: 3, sampleMs: 20, budgetMs: 10_000 };

test('takes the tasks in turn and repeats short ones', async () => {
  const order: string[] = [];
  const task = (name: string, ms: number) => ({
    name,
    run: async (repeats: number) => {
      order.push(name);
      await sleep(ms * repeats);
    },
  });
  const [short, long] = await sampleInTurn([task('short', 2), task('long', 30)], sampling);
  expect(order.slice(-6).join(' ')).toBe('short long short long short long');
  expect(short!.samples).toBe(3);
  expect(short!.median).toBeGreaterThan(1.5);
  expect(long!.median).toBeGreaterThan(28);
  expect(short!.foreignCores).toBeNull();
});

test('stops after the round that passes its budget, and tells the foreign load', async () => {
  const load = { watch: () => () => 0.5 };
  const run = (repeats: number) => sleep(20 * repeats);
  const [timing] = await sampleInTurn([{ name: 'slow', run }], { ...sampling, budgetMs: 1, load });
  expect(timing!.samples).toBe(1);
  expect(timing!.foreignCores).toBe(0.5);
});

test('a signal cancels between samples', async () => {
  const abort = new AbortController();
  const run = () => {
    abort.abort();
    return sleep(20);
  };
  await expect(sampleInTurn([{ name: 'once', run }], { ...sampling, signal: abort.signal })).rejects.toThrow(
    Cancelled,
  );
});
