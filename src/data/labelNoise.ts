import { deriveSeed, Random } from '../util/random.ts';

/**
 * The label that image `index` is given when a share of all labels is made wrong: with probability `share` another
 * class, uniformly. Depends on seed and image alone, so a larger share keeps the wrong labels of a smaller one, and a
 * subset of a set has the labels of the whole.
 *
 * @param share 0 to 1
 */
export function noisyLabel(
  label: number,
  index: number,
  { share, classes, seed }: { share: number; classes: number; seed: number },
): number {
  if (share === 0 || classes < 2) return label;
  const random = new Random(deriveSeed(seed, index));
  if (random.uniform() >= share) return label;
  return (label + 1 + random.below(classes - 1)) % classes;
}
