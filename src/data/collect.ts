import { assert, UserError } from '../util/assert.ts';
import { product } from '../util/math.ts';
import { deriveSeed } from '../util/random.ts';
import { splits, type Dataset, type DatasetInfo, type ImageSet, type Split } from './dataset.ts';
import type { Reading } from './format.ts';
import { GrowingImages } from './growingImages.ts';
import { noisyLabel } from './labelNoise.ts';
import type { LoadOptions } from './load.ts';
import { permutation } from './sampler.ts';
import type { FileRole, OpenFile } from './source.ts';

interface CollectOptions extends Omit<LoadOptions, 'open' | 'decode'> {
  /** Files that the images come from, for sentences. */
  readonly files: readonly OpenFile[];
}

/** Training images that must be there before a growing set is returned. */
const firstImages = 1000;
/** Salt of label noise in `deriveSeed`, beside those of the splits. */
const noiseSalt = 2;

/**
 * Gathers the parts of a data set, or the chosen ones of their images, in one place.
 *
 * @throws UserError when the set is empty, has one class only, or not as many images as asked for.
 */
export async function collect(
  info: DatasetInfo,
  { layout, parts, notes }: Reading,
  options: CollectOptions,
): Promise<Dataset> {
  const { classes, counts } = layout;
  const { title, shape } = info;
  const { files, seed, labelNoise, isGrowing = false, onProgress, signal } = options;
  if (classes.length < 2)
    throw new UserError(
      `${title}${sayFiles(files, 'train')} has only one class ("${classes[0] ?? ''}"); telling images apart takes two or more.`,
    );
  const wanted = {
    train: sizeOf(options.trainSize, counts.train, `${title}'s training set${sayFiles(files, 'train')}`),
    test: sizeOf(options.testSize, counts.test, `${title}'s test set${sayFiles(files, 'test')}`),
  };
  const imageBytes = product(shape);
  const room = (await options.roomFor?.(wanted.train, imageBytes)) ?? wanted.train;
  const sizes = { train: Math.min(wanted.train, room), test: wanted.test };
  const sets = {
    train: new GrowingImages(sizes.train, shape),
    test: new GrowingImages(sizes.test, shape),
  };
  const chosen = {
    train: choose(counts.train, sizes.train, deriveSeed(seed, splits.train)),
    test: choose(counts.test, sizes.test, deriveSeed(seed, splits.test)),
  };
  const noise = { share: labelNoise, classes: classes.length, seed: deriveSeed(seed, noiseSalt) };
  const read: Record<Split, number> = { train: 0, test: 0 };
  const classesSeen = new Set<number>();

  const take = (split: Split, images: ImageSet) => {
    const first = read[split];
    read[split] += images.count;
    assert(read[split] <= counts[split], `${title} has more ${split} images than its ${counts[split]}`);
    const isTrain = split === 'train';
    if (isTrain) for (let i = 0; i < images.count; i++) classesSeen.add(images.labels[i]!);
    const kept = pick(images, chosen[split]?.subarray(first, first + images.count) ?? null);
    const labels = kept.images.labels;
    if (isTrain && labelNoise > 0)
      for (let i = 0; i < kept.images.count; i++)
        labels[i] = noisyLabel(labels[i]!, first + kept.from(i), noise);
    sets[split].append(kept.images);
  };

  let start: () => void = () => undefined;
  const canStart = new Promise<void>((resolve) => (start = resolve));
  const gather = async () => {
    for await (const { split, images } of parts) {
      if (signal?.aborted) return;
      take(split, images);
      onProgress?.(sets.train.count + sets.test.count, sizes.train + sizes.test);
      if (sets.test.isWhole && sets.train.count >= Math.min(firstImages, sizes.train)) start();
    }
    for (const split of ['train', 'test'] as const)
      assert(
        read[split] === counts[split],
        `${title} has ${read[split]} ${split} images, not ${counts[split]}`,
      );
    if (classesSeen.size < 2)
      throw new UserError(
        `All ${counts.train} training images of ${title}${sayFiles(files, 'train')} are of one class ("${classes[[...classesSeen][0]!]!}"); ` +
          'telling images apart takes two or more.',
      );
  };
  const complete = gather();
  // Whoever trains on the first part hears of a failure through `complete`, at the latest when the rest is missed.
  complete.catch(() => undefined);
  await (isGrowing ? Promise.race([canStart, complete]) : complete);
  const { name, mean, std, augmentation } = info;
  const cut =
    room < wanted.train
      ? [
          `The GPU has room for ${room} of the ${wanted.train} training images ` +
            `(${megabytes(room * imageBytes)} of ${megabytes(wanted.train * imageBytes)}); ` +
            'training uses a random choice of that many.',
        ]
      : [];
  return {
    ...{ name, title, classes, shape, mean, std, augmentation },
    ...sets,
    trainCount: sizes.train,
    complete,
    notes: () => [...cut, ...notes()],
  };
}

const labelFiles: Readonly<Record<Split, readonly FileRole[]>> = {
  train: ['train', 'trainLabels', 'all'],
  test: ['test', 'testLabels', 'all'],
};
/** Files named in a sentence; a folder of images has more than anyone reads. */
const namedFiles = 3;

/** ` (train_1.bin, train_2.bin)`: where the labels of a split come from. */
function sayFiles(files: readonly OpenFile[], split: Split): string {
  const names = files.filter(({ role }) => labelFiles[split].includes(role)).map(({ file }) => file.name);
  if (names.length === 0) return '';
  return ` (${names.slice(0, namedFiles).join(', ')}${names.length > namedFiles ? ', …' : ''})`;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}

function sizeOf(size: number | null, count: number, what: string): number {
  if (count === 0) throw new UserError(`${what} is empty.`);
  if (size === null || size <= count) return size ?? count;
  throw new UserError(`${what} has ${count} images, so it cannot give ${size}; ask for 1 to ${count}.`);
}

/** Which of `count` images are among the `size` chosen ones, as [count] ones and zeros; null for all. */
function choose(count: number, size: number, seed: number): Uint8Array | null {
  if (size === count) return null;
  const isChosen = new Uint8Array(count);
  for (const index of permutation(count, seed).subarray(0, size)) isChosen[index] = 1;
  return isChosen;
}

/** The images that `isChosen` marks, and where in the part each was. */
function pick(
  images: ImageSet,
  isChosen: Uint8Array | null,
): { images: ImageSet; from: (index: number) => number } {
  if (isChosen === null)
    return { images: { ...images, labels: images.labels.slice() }, from: (index) => index };
  const from: number[] = [];
  for (let i = 0; i < images.count; i++) if (isChosen[i] === 1) from.push(i);
  const { height, width, channels } = images;
  const length = height * width * channels;
  const pixels = new Uint8Array(from.length * length);
  const labels = new Uint32Array(from.length);
  from.forEach((source, target) => {
    pixels.set(images.pixels.subarray(source * length, (source + 1) * length), target * length);
    labels[target] = images.labels[source]!;
  });
  return { images: { ...images, count: from.length, pixels, labels }, from: (index) => from[index]! };
}
