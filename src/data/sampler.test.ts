import { describe, expect, it } from 'vitest';
import { createSampler, permutation } from './sampler.ts';

const stream = (options: { count: number; batchSize: number; seed: number }, steps: number) => {
  const sampler = createSampler(options);
  return Array.from({ length: steps }, (_, step) => [...sampler.batchIndices(step)]).flat();
};
const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const iota = (count: number) => Array.from({ length: count }, (_, i) => i);

describe('sampler', () => {
  it('fills every batch and shows every image once before any one twice', () => {
    const order = stream({ count: 10, batchSize: 4, seed: 1 }, 15);
    expect(order).toHaveLength(60);
    for (let round = 0; round < 6; round++)
      expect(sorted(order.slice(round * 10, (round + 1) * 10))).toEqual(iota(10));
  });

  it('shuffles each round afresh', () => {
    const order = stream({ count: 50, batchSize: 10, seed: 1 }, 10);
    expect(order.slice(0, 50)).not.toEqual(iota(50));
    expect(order.slice(50)).not.toEqual(order.slice(0, 50));
  });

  it('gives the same stream for any batch size, and for the same seed only', () => {
    const whole = stream({ count: 30, batchSize: 30, seed: 7 }, 4);
    expect(stream({ count: 30, batchSize: 8, seed: 7 }, 15)).toEqual(whole);
    expect(stream({ count: 30, batchSize: 30, seed: 8 }, 4)).not.toEqual(whole);
  });

  it('takes batches larger than the set', () => {
    const order = stream({ count: 3, batchSize: 8, seed: 0 }, 3);
    for (let round = 0; round < 8; round++)
      expect(sorted(order.slice(3 * round, 3 * round + 3))).toEqual(iota(3));
  });

  it('may be asked for steps in any order', () => {
    const options = { count: 17, batchSize: 5, seed: 2 };
    const forward = stream(options, 12);
    const sampler = createSampler(options);
    for (const step of [11, 0, 3, 4, 10, 3])
      expect([...sampler.batchIndices(step)]).toEqual(forward.slice(step * 5, step * 5 + 5));
  });

  it('takes what is there of a growing set, and goes on as it would have with all of it', () => {
    let available = 6;
    const sampler = createSampler({ count: 20, batchSize: 4, seed: 1, available: () => available });
    const take = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => [...sampler.batchIndices(from + i)]).flat();
    const first = take(0, 3);
    expect(sorted(first.slice(0, 6))).toEqual(iota(6));
    expect(sorted(first.slice(6, 12))).toEqual(iota(6));
    available = 20;
    const later = take(3, 13);
    expect(sorted(later.slice(0, 20))).toEqual(iota(20));
    expect(sorted(later.slice(20))).toEqual(iota(20));
    // Going back, as after a loss of the device, gives the same batches.
    expect(take(0, 13)).toEqual([...first, ...later]);
  });

  it('counts the short last batch as a step of the epoch', () => {
    expect(createSampler({ count: 50_000, batchSize: 128, seed: 0 }).stepsPerEpoch).toBe(391);
    expect(createSampler({ count: 256, batchSize: 128, seed: 0 }).stepsPerEpoch).toBe(2);
    expect(createSampler({ count: 5, batchSize: 128, seed: 0 }).stepsPerEpoch).toBe(1);
  });

  it('refuses senseless sizes and steps', () => {
    expect(() => createSampler({ count: 0, batchSize: 1, seed: 0 })).toThrow(/0 images/);
    expect(() => createSampler({ count: 5, batchSize: 2.5, seed: 0 })).toThrow(/batches of 2.5/);
    expect(() => createSampler({ count: 5, batchSize: 2, seed: 0 }).batchIndices(-1)).toThrow(/step -1/);
  });
});

describe('permutation', () => {
  it('brings every number to every place about equally often', () => {
    const counts = Array.from({ length: 5 }, () => new Array<number>(5).fill(0));
    for (let seed = 0; seed < 5000; seed++)
      permutation(5, seed).forEach((value, place) => counts[place]![value]!++);
    for (const count of counts.flat()) expect(Math.abs(count - 1000)).toBeLessThan(150);
  });
});
