import { assert } from '../util/assert.ts';
import { deriveSeed, Random } from '../util/random.ts';

/**
 * The order in which training sees its images: one endless stream, a fresh permutation of all images after the other.
 * Step t takes positions [t * batchSize, (t + 1) * batchSize) of the stream, so every batch is full, and a batch may
 * hold the end of one permutation and the beginning of the next.
 */
export interface Sampler {
  /**
   * Steps that are counted as an epoch: ceil(count / batchSize), as many as the usual short last batch gives. The
   * stream may thereby run ahead of the epochs, by less than one batch each.
   */
  readonly stepsPerEpoch: number;
  /** Indices of the images of a step, [batchSize]; a new array. Any order of steps is allowed, forward is fast. */
  batchIndices(this: void, step: number): Uint32Array<ArrayBuffer>;
}

/** A sampler of `count` images; permutations follow from `seed` and their number alone. */
export function createSampler({
  count,
  batchSize,
  seed,
}: {
  count: number;
  batchSize: number;
  seed: number;
}): Sampler {
  assert(Number.isInteger(count) && count > 0, `sampler of ${count} images`);
  assert(Number.isInteger(batchSize) && batchSize > 0, `sampler with batches of ${batchSize}`);
  let current = { round: -1, order: new Uint32Array(0) };

  const orderOf = (round: number): Uint32Array => {
    if (current.round !== round) current = { round, order: permutation(count, deriveSeed(seed, round)) };
    return current.order;
  };

  return {
    stepsPerEpoch: Math.ceil(count / batchSize),
    batchIndices(step) {
      assert(Number.isInteger(step) && step >= 0, `step ${step}`);
      const indices = new Uint32Array(batchSize);
      for (let filled = 0; filled < batchSize;) {
        const position = step * batchSize + filled;
        const start = position % count;
        const length = Math.min(batchSize - filled, count - start);
        indices.set(orderOf(Math.floor(position / count)).subarray(start, start + length), filled);
        filled += length;
      }
      return indices;
    },
  };
}

/** The numbers 0 to count - 1 in an order drawn from `seed`. */
export function permutation(count: number, seed: number): Uint32Array<ArrayBuffer> {
  return new Random(seed).shuffle(Uint32Array.from({ length: count }, (_, i) => i));
}
