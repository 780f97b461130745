import { assert, UserError } from '../../util/assert.ts';
import { product } from '../../util/math.ts';
import type { ByteFile } from '../byteFile.ts';
import type { Split } from '../dataset.ts';
import type { FormatOptions, Part, Reading } from '../format.ts';
import type { FileRole, OpenFile } from '../source.ts';
import { checkLabels } from './labels.ts';
import { interleave } from './planes.ts';
import { readTar } from './tar.ts';

/**
 * STL-10: images as column-major red, green and blue planes in one file, labels from 1 as bytes in another; the four
 * labelled files themselves or inside of the authors' tar.gz. Its unlabelled images are left alone.
 */
const fileNames: Partial<Record<FileRole, string>> = {
  trainImages: 'train_X.bin',
  trainLabels: 'train_y.bin',
  testImages: 'test_X.bin',
  testLabels: 'test_y.bin',
};
const imagesPerPart = 500;

interface Pair {
  readonly images: ByteFile;
  readonly labels: Uint32Array<ArrayBuffer>;
}

export async function readStl10(files: readonly OpenFile[], options: FormatOptions): Promise<Reading> {
  assert(options.classes, 'STL-10 files name no classes');
  const fileOf = await unpack(files);
  const open = {
    test: await openPair(fileOf('testImages'), fileOf('testLabels'), options),
    train: await openPair(fileOf('trainImages'), fileOf('trainLabels'), options),
  };
  async function* parts(): AsyncGenerator<Part, void, void> {
    yield* readPair(open.test, 'test', options);
    yield* readPair(open.train, 'train', options);
  }
  const counts = { train: open.train.labels.length, test: open.test.labels.length };
  return { layout: { counts, classes: options.classes }, parts: parts(), notes: () => [] };
}

async function unpack(files: readonly OpenFile[]): Promise<(role: FileRole) => ByteFile> {
  const archive = files.find(({ role }) => role === 'all')?.file;
  const held = archive && (await readTar(archive, (name) => Object.values(fileNames).includes(name)));
  return (role) => {
    const found = held ? held.get(fileNames[role]!) : files.find((file) => file.role === role)?.file;
    if (!found) throw new UserError(`${archive?.name ?? 'STL-10'} holds no ${fileNames[role]!}.`);
    return found;
  };
}

async function openPair(
  images: ByteFile,
  labelFile: ByteFile,
  { shape, classes }: FormatOptions,
): Promise<Pair> {
  const [bytes, count] = [await images.size(), await labelFile.size()];
  const imageBytes = product(shape);
  if (count === 0) throw new UserError(`${labelFile.name} is empty.`);
  if (bytes % imageBytes !== 0)
    throw new UserError(
      `${images.name} has ${bytes} bytes, which are not whole images of ${shape.join(' x ')} = ${imageBytes} bytes; it is cut off.`,
    );
  if (bytes / imageBytes !== count)
    throw new UserError(
      `${images.name} has ${bytes / imageBytes} images, but ${labelFile.name} has ${count} labels; the two files do not belong together.`,
    );
  // Labels count from 1; a 0 becomes a number that no class has.
  const labels = Uint32Array.from(await labelFile.read(0, count), (label) => label - 1);
  checkLabels(labels, { fileName: labelFile.name, classes: classes!.length });
  return { images, labels };
}

async function* readPair(
  { images, labels }: Pair,
  split: Split,
  { shape }: FormatOptions,
): AsyncGenerator<Part, void, void> {
  const [channels, height, width] = shape;
  const imageBytes = product(shape);
  for (let first = 0; first < labels.length; first += imagesPerPart) {
    const partLabels = labels.slice(first, first + imagesPerPart);
    const count = partLabels.length;
    const planes = await images.read(first * imageBytes, (first + count) * imageBytes);
    if (planes.length < count * imageBytes)
      throw new UserError(
        `${images.name} ends within image ${first + Math.floor(planes.length / imageBytes)}.`,
      );
    const pixels = interleave(planes, { count, shape, isTransposed: true });
    yield { split, images: { count, height, width, channels, pixels, labels: partLabels } };
  }
}
