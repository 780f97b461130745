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

/**
 * A sampler of `count` images; permutations follow from `seed`, their number and their length alone.
 *
 * @param available how many images are there by now, of a set that grows: a permutation holds those that were there
 *   when it was first asked for. Default: all.
 */
export function createSampler({
  count,
  batchSize,
  seed,
  available = () => count,
}: {
  count: number;
  batchSize: number;
  seed: number;
  available?: () => number;
}): Sampler {
  assert(Number.isInteger(count) && count > 0, `sampler of ${count} images`);
  assert(Number.isInteger(batchSize) && batchSize > 0, `sampler with batches of ${batchSize}`);
  let current = { round: -1, order: new Uint32Array(0) };
  /** Where the permutations of a growing set begin in the stream; all later ones have `count` images. */
  const growing: { readonly start: number; readonly size: number }[] = [];
  let settledStart = 0;

  /** Number, start and length of the permutation that holds a position of the stream. */
  const roundAt = (position: number): { round: number; start: number; size: number } => {
    while (position >= settledStart) {
      const size = available();
      if (size >= count) break;
      growing.push({ start: settledStart, size });
      settledStart += size;
    }
    if (position >= settledStart) {
      const rounds = Math.floor((position - settledStart) / count);
      return { round: growing.length + rounds, start: settledStart + rounds * count, size: count };
    }
    const round = growing.findLastIndex(({ start }) => start <= position);
    return { round, ...growing[round]! };
  };

  const orderOf = (round: number, size: number): Uint32Array => {
    if (current.round !== round) current = { round, order: permutation(size, deriveSeed(seed, round)) };
    return current.order;
  };

  return {
    stepsPerEpoch: Math.ceil(count / batchSize),
    batchIndices(step) {
      assert(Number.isInteger(step) && step >= 0, `step ${step}`);
      const indices = new Uint32Array(batchSize);
      for (let filled = 0; filled < batchSize;) {
        const position = step * batchSize + filled;
        const { round, start, size } = roundAt(position);
        const skipped = position - start;
        const length = Math.min(batchSize - filled, size - skipped);
        indices.set(orderOf(round, size).subarray(skipped, skipped + length), filled);
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
