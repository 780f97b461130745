import { UserError } from '../util/assert.ts';
import { permutation } from './sampler.ts';

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
  readonly train: ImageSet;
  readonly test: ImageSet;
}

/** The bytes of a file named relative to the data directory, e.g. `mnist/train-images-idx3-ubyte.gz`; null if missing. */
export type ReadBytes = (path: string) => Promise<ArrayBuffer | Uint8Array<ArrayBuffer> | null>;

export interface LoadOptions {
  readonly readBytes: ReadBytes;
  /** Decides which images are generated, or which ones a subset takes. */
  readonly seed: number;
  /** Numbers of images; null takes the data set's own. */
  readonly trainSize: number | null;
  readonly testSize: number | null;
  /** Called now and then with counts of whatever loading consists of (images, files). */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Salts that keep the two halves of a data set apart in `deriveSeed`. */
export const splits = { train: 0, test: 1 } as const;
export type Split = keyof typeof splits;

/** Values per image. */
export function imageLength(set: Pick<ImageSet, 'height' | 'width' | 'channels'>): number {
  return set.height * set.width * set.channels;
}

/**
 * `size` images of `set` chosen at random by `seed`, in their original order; the set itself for null or its own size.
 * A smaller subset of the same seed is contained in a larger one. Throws a UserError when `set` has fewer images;
 * `what` names the set in it.
 */
export function subset(
  set: ImageSet,
  size: number | null,
  { seed, what }: { seed: number; what: string },
): ImageSet {
  if (size === null || size === set.count) return set;
  if (!Number.isInteger(size) || size < 1 || size > set.count)
    throw new UserError(
      `${what} has ${set.count} images, so it cannot give ${size}; ask for 1 to ${set.count}.`,
    );
  const chosen = permutation(set.count, seed).subarray(0, size).sort();
  const length = imageLength(set);
  const pixels = new Uint8Array(size * length);
  const labels = new Uint32Array(size);
  chosen.forEach((from, to) => {
    pixels.set(set.pixels.subarray(from * length, (from + 1) * length), to * length);
    labels[to] = set.labels[from]!;
  });
  return { ...set, count: size, pixels, labels };
}
