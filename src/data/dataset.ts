/** Labelled images as bytes; normalisation and augmentation happen on the GPU. */
export interface ImageSet {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [count, height, width, channels], row-major, 0 to 255. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** [count], each below the number of classes. */
  readonly labels: Uint32Array<ArrayBuffer>;
  /** Calls `listener` whenever images were added, until the returned function is called. Absent where none will be. */
  onGrowth?(listener: () => void): () => void;
}

/** What the recipe of a data set does to training images, when augmentation is on. */
export interface Augmentation {
  /** Zero pixels added on each side before a random crop back to the image's size; 0 for no crop. */
  readonly cropPadding: number;
  /** Mirror left to right with probability one half. */
  readonly flip: boolean;
}

export const noAugmentation: Augmentation = { cropPadding: 0, flip: false };

/** What is known of a data set before it is loaded. */
export interface DatasetInfo {
  /** Short name, as in the URL and on the command line. */
  readonly name: string;
  readonly title: string;
  readonly classes: readonly string[];
  /** [C, H, W] */
  readonly shape: readonly [number, number, number];
  /** Normalisation constants per channel, for pixels scaled to 0…1: (pixel / 255 - mean) / std. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly augmentation: Augmentation;
}

export interface Dataset extends DatasetInfo {
  /** What is there so far: a set that is on its way grows at its end. */
  readonly train: ImageSet;
  readonly test: ImageSet;
  /** Training images once all are there. */
  readonly trainCount: number;
  /**
   * Settles when all images are there; rejects with a UserError when the rest does not come, and `train` stays as it is.
   */
  readonly complete: Promise<void>;
  /** Sentences the user should know, such as that images were resized; complete when the set is. */
  readonly notes: () => readonly string[];
}

/** Images of a set once all are there. */
export function sizesOf({ trainCount, test }: Dataset): { trainSize: number; testSize: number } {
  return { trainSize: trainCount, testSize: test.count };
}

/** Salts that keep the two halves of a data set apart in `deriveSeed`. */
export const splits = { train: 0, test: 1 } as const;
export type Split = keyof typeof splits;

/** Values per image. */
export function imageLength(set: Pick<ImageSet, 'height' | 'width' | 'channels'>): number {
  return set.height * set.width * set.channels;
}
