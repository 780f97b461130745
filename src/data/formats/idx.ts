import { assert, UserError } from '../../util/assert.ts';
import { product } from '../../util/math.ts';
import type { ByteFile } from '../byteFile.ts';
import type { Split } from '../dataset.ts';
import type { FormatOptions, Part, Reading } from '../format.ts';
import type { FileRole, OpenFile } from '../source.ts';
import { ByteReader, unpackedChunks } from './byteStream.ts';
import { checkLabels } from './labels.ts';

/**
 * The IDX format of MNIST and its relatives: two zero bytes, a type code, the number of dimensions, the dimensions
 * as 32-bit big-endian numbers, then the values, row-major. Packed with gzip or not.
 */
interface IdxArray {
  readonly fileName: string;
  readonly shape: readonly number[];
  /** Stands at the first value. */
  readonly values: ByteReader;
}

/** The only type code that image sets use. */
const unsignedByte = 0x08;
const typeNames: Readonly<Record<number, string>> = {
  0x09: 'signed bytes',
  0x0b: '16-bit integers',
  0x0c: '32-bit integers',
  0x0d: '32-bit floats',
  0x0e: '64-bit floats',
};
/** More than any image set has. */
const maxRank = 8;
const imagesPerPart = 1000;

/** Reads the four files of an MNIST-like set. */
export async function readIdx(files: readonly OpenFile[], options: FormatOptions): Promise<Reading> {
  const { classes } = options;
  assert(classes, 'IDX files name no classes');
  const open = {
    test: await openPair(files, options, { images: 'testImages', labels: 'testLabels' }),
    train: await openPair(files, options, { images: 'trainImages', labels: 'trainLabels' }),
  };
  async function* parts(): AsyncGenerator<Part, void, void> {
    yield* readPair(open.test, 'test', options);
    yield* readPair(open.train, 'train', options);
  }
  return {
    layout: { counts: { train: open.train.labels.length, test: open.test.labels.length }, classes },
    parts: parts(),
    notes: () => [],
  };
}

interface Pair {
  readonly images: IdxArray;
  readonly labels: Uint32Array<ArrayBuffer>;
}

async function openPair(
  files: readonly OpenFile[],
  options: FormatOptions,
  roles: { readonly images: FileRole; readonly labels: FileRole },
): Promise<Pair> {
  const fileOf = (wanted: FileRole): ByteFile => {
    const found = files.find(({ role }) => role === wanted);
    assert(found, `no file of role ${wanted}`);
    return found.file;
  };
  const images = await openIdx(fileOf(roles.images));
  const labels = await openIdx(fileOf(roles.labels));
  checkPair(images, labels, options.shape);
  const values = Uint32Array.from(await takeValues(labels, product(labels.shape)));
  await expectEnd(labels);
  checkLabels(values, { fileName: labels.fileName, classes: options.classes!.length });
  return { images, labels: values };
}

async function* readPair(
  { images, labels }: Pair,
  split: Split,
  { shape: [channels, height, width] }: FormatOptions,
): AsyncGenerator<Part, void, void> {
  // Fresh memory for every part would cost more than unpacking it.
  let pixels: Uint8Array<ArrayBuffer> | undefined;
  try {
    for (let first = 0; first < labels.length; first += imagesPerPart) {
      const partLabels = labels.slice(first, first + imagesPerPart);
      const count = partLabels.length;
      pixels = await takeValues(images, count * channels * height * width, pixels);
      // The last part is only given once it is known that the file is whole.
      if (first + count === labels.length) await expectEnd(images);
      yield { split, images: { count, height, width, channels, pixels, labels: partLabels } };
    }
  } finally {
    await images.values.close();
  }
}

function fault(fileName: string, text: string): UserError {
  return new UserError(`${fileName} is not a valid IDX file: ${text}.`);
}

/** Reads an IDX file up to its first value. */
async function openIdx(file: ByteFile): Promise<IdxArray> {
  const fileName = file.name;
  const values = new ByteReader(unpackedChunks(file));
  const start = await values.take(4);
  if (start.length < 4) throw fault(fileName, `it has only ${start.length} bytes`);
  const [zero, alsoZero, type, rank] = start as unknown as [number, number, number, number];
  if (zero !== 0 || alsoZero !== 0) {
    const hex = [...start].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw fault(fileName, `it begins with the bytes ${hex}, not with 00 00`);
  }
  if (type !== unsignedByte) {
    const code = `0x${type.toString(16).padStart(2, '0')}`;
    const name = typeNames[type] ?? 'unknown';
    throw fault(fileName, `its values are of type ${code} (${name}), not unsigned bytes (0x08)`);
  }
  if (rank === 0 || rank > maxRank) throw fault(fileName, `it has ${rank || 'no'} dimensions`);
  const sizes = await values.take(4 * rank);
  if (sizes.length < 4 * rank) throw fault(fileName, `it ends within its ${rank} dimensions`);
  const view = new DataView(sizes.buffer, sizes.byteOffset, sizes.byteLength);
  return { fileName, shape: Array.from({ length: rank }, (_, i) => view.getUint32(4 * i, false)), values };
}

async function takeValues(
  { fileName, shape, values }: IdxArray,
  length: number,
  into?: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await values.take(length, into);
  if (bytes.length === length) return bytes;
  const held = values.position - headerBytes(shape);
  throw fault(
    fileName,
    `its dimensions ${shape.join(' x ')} need ${product(shape)} bytes, but it has ${held}`,
  );
}

async function expectEnd({ fileName, shape, values }: IdxArray): Promise<void> {
  if (!(await values.isAtEnd()))
    throw fault(
      fileName,
      `its dimensions ${shape.join(' x ')} need ${product(shape)} bytes, but it has more`,
    );
}

const headerBytes = (shape: readonly number[]) => 4 + 4 * shape.length;

/** Throws a UserError that names the files when images and labels do not fit each other or the data set. */
function checkPair(
  images: IdxArray,
  labels: IdxArray,
  [channels, height, width]: readonly [number, number, number],
): void {
  const expected = channels === 1 ? [height, width] : [height, width, channels];
  const [count = 0, ...imageShape] = images.shape;
  if (imageShape.join() !== expected.join())
    throw new UserError(
      `${images.fileName} has dimensions ${images.shape.join(' x ')}, but images of ` +
        `${expected.join(' x ')} are expected (N x ${expected.join(' x ')}); is it the file of the images?`,
    );
  if (labels.shape.length !== 1)
    throw new UserError(
      `${labels.fileName} has dimensions ${labels.shape.join(' x ')}, but labels are a plain list; ` +
        'is it the file of the labels?',
    );
  if (count === 0) throw new UserError(`${images.fileName} holds no images.`);
  if (labels.shape[0] !== count)
    throw new UserError(
      `${images.fileName} has ${count} images, but ${labels.fileName} has ${labels.shape[0]!} labels; ` +
        'the two files do not belong together.',
    );
}
