import { imageLength, type Dataset, type ImageSet } from '../data/dataset.ts';

/** One image as the page draws it. */
export interface SampleImage {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  /** [height, width, channels], row-major. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** Name of the class. */
  readonly label: string;
}

/** A copy of one image of a set. */
export function imageAt(set: ImageSet, index: number, classes: readonly string[]): SampleImage {
  const { width, height, channels, pixels, labels } = set;
  const length = imageLength(set);
  const label = classes[labels[index]!]!;
  return { width, height, channels, pixels: pixels.slice(index * length, (index + 1) * length), label };
}

/** `count` images of the training set, evenly spread over it; fewer when it has fewer. */
export function sampleImages({ train, classes }: Dataset, count: number): SampleImage[] {
  const shown = Math.min(count, train.count);
  return Array.from({ length: shown }, (_, i) =>
    imageAt(train, Math.floor((i * train.count) / shown), classes),
  );
}
