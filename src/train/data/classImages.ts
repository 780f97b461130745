import type { Dataset, ImageSet } from '../../data/dataset.ts';
import { UserError } from '../../util/assert.ts';
import { imageAt, type SampleImage } from '../samples.ts';

/** Training images with their numbers in the set. */
export interface ClassImages {
  readonly images: readonly (SampleImage & { readonly index: number })[];
  /** Training images of the class; of all classes where none was chosen. */
  readonly total: number;
  /** Images of each class that are there so far. */
  readonly trainCounts: Uint32Array<ArrayBuffer>;
  readonly testCounts: Uint32Array<ArrayBuffer>;
}

/**
 * `count` training images of a class, evenly spread over those that are there.
 *
 * @param label null takes all classes
 * @throws UserError when there is no such class.
 */
export function classImages(
  { train, test, classes }: Dataset,
  { label, count }: { label: number | null; count: number },
): ClassImages {
  if (label !== null && classes[label] === undefined)
    throw new UserError(`There is no class ${label}; there are ${classes.length}, numbered from 0.`);
  const trainCounts = countLabels(train, classes.length);
  const total = label === null ? train.count : trainCounts[label]!;
  const shown = Math.min(count, total);
  const wanted = Array.from({ length: shown }, (_, i) => Math.floor((i * total) / shown));
  const indices = label === null ? wanted : nthOfClass(train, label, wanted);
  return {
    images: indices.map((index) => ({ ...imageAt(train, index, classes), index })),
    total,
    trainCounts,
    testCounts: countLabels(test, classes.length),
  };
}

function countLabels({ labels, count }: ImageSet, classes: number): Uint32Array<ArrayBuffer> {
  const counts = new Uint32Array(classes);
  for (let i = 0; i < count; i++) counts[labels[i]!]!++;
  return counts;
}

/** Numbers of the images that are the n-th of their class, for ascending n. */
function nthOfClass({ labels, count }: ImageSet, label: number, wanted: readonly number[]): number[] {
  const found: number[] = [];
  let seen = 0;
  for (let i = 0; i < count && found.length < wanted.length; i++)
    if (labels[i] === label && seen++ === wanted[found.length]) found.push(i);
  return found;
}
