import { imageLength, type Dataset } from '../data/dataset.ts';

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

/** `count` images of the training set, evenly spread over it; fewer when it has fewer. */
export function sampleImages({ train, classes }: Dataset, count: number): SampleImage[] {
  const { width, height, channels, pixels, labels } = train;
  const length = imageLength(train);
  const shown = Math.min(count, train.count);
  return Array.from({ length: shown }, (_, i) => {
    const index = Math.floor((i * train.count) / shown);
    return {
      width,
      height,
      channels,
      pixels: pixels.slice(index * length, (index + 1) * length),
      label: classes[labels[index]!]!,
    };
  });
}
