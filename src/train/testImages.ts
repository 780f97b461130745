import { UserError } from '../util/assert.ts';
import type { Dataset } from '../data/dataset.ts';
import { disagreements } from './confusion.ts';
import { imageAt, type SampleImage } from './samples.ts';

/** An image of the test set with what is known of it. */
export interface TestImage {
  readonly index: number;
  readonly image: SampleImage;
  /** By lane, the class given at the last evaluation; null for a stopped lane, empty before the first. */
  readonly answers: readonly (number | null)[];
}

export interface Gallery {
  /** How many there are in all. */
  readonly total: number;
  readonly images: readonly TestImage[];
}

/** By lane, the class given to each test image; null for a stopped lane. */
export type LaneAnswers = readonly (Uint32Array | null)[];

/**
 * A test image and the classes that the lanes gave to it.
 *
 * @param dataset null before one is loaded
 * @throws UserError when there is no such image.
 */
export function testImage(dataset: Dataset | null, answers: LaneAnswers, index: number): TestImage {
  const count = dataset?.test.count ?? 0;
  if (!dataset || !Number.isInteger(index) || index < 0 || index >= count)
    throw new UserError(`There is no test image ${index}; there are ${count}, numbered from 0.`);
  return {
    index,
    image: imageAt(dataset.test, index, dataset.classes),
    answers: answers.map((lane) => lane?.[index] ?? null),
  };
}

/**
 * Test images that one lane got wrong and another right, the first `count` of `total`.
 *
 * @param lanes indices of the two lanes
 */
export function gallery(
  dataset: Dataset | null,
  answers: LaneAnswers,
  { lanes, count }: { lanes: { readonly wrong: number; readonly right: number }; count: number },
): Gallery {
  const [wrong, right] = [answers[lanes.wrong], answers[lanes.right]];
  if (!dataset || !wrong || !right) return { total: 0, images: [] };
  const found = disagreements(dataset.test.labels, { wrong, right });
  return {
    total: found.length,
    images: found.slice(0, count).map((index) => testImage(dataset, answers, index)),
  };
}
