import { UserError } from '../util/assert.ts';
import { product } from '../util/math.ts';
import type { ImageSet, ReadBytes } from './dataset.ts';

/**
 * The IDX format of MNIST and its relatives: two zero bytes, a type code, the number of dimensions, the dimensions
 * as 32-bit big-endian numbers, then the values, row-major.
 */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array<ArrayBuffer>;
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

/** Parses an unpacked IDX file of unsigned bytes; `fileName` is named in errors. The data share memory with `bytes`. */
export function parseIdx(bytes: Uint8Array<ArrayBuffer>, fileName: string): IdxArray {
  const fail = (fault: string): never => {
    throw new UserError(`${fileName} is not a valid IDX file: ${fault}.`);
  };
  if (bytes.length < 4) fail(`it has only ${bytes.length} bytes`);
  const [zero, alsoZero, type, rank] = bytes as unknown as [number, number, number, number];
  if (zero !== 0 || alsoZero !== 0) {
    const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    fail(`it begins with the bytes ${start}, not with 00 00`);
  }
  if (type !== unsignedByte) {
    const code = `0x${type.toString(16).padStart(2, '0')}`;
    fail(`its values are of type ${code} (${typeNames[type] ?? 'unknown'}), not unsigned bytes (0x08)`);
  }
  const dataStart = 4 + 4 * rank;
  if (rank === 0) fail('it has no dimensions');
  if (bytes.length < dataStart) fail(`it ends within its ${rank} dimensions`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i, false));
  const data = bytes.subarray(dataStart);
  if (product(shape) !== data.length)
    fail(`its dimensions ${shape.join(' x ')} need ${product(shape)} bytes, but it has ${data.length}`);
  return { shape, data };
}

/** Unpacks gzip, known by its first two bytes rather than by the file's name; other bytes are returned as they are. */
export async function gunzip(
  bytes: ArrayBuffer | Uint8Array<ArrayBuffer>,
  fileName: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const packed =
    bytes instanceof Uint8Array
      ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : new Uint8Array(bytes);
  if (packed[0] !== 0x1f || packed[1] !== 0x8b) return packed;
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done || !value) break;
      chunks.push(value);
      length += value.length;
    }
  } catch {
    throw new UserError(
      `${fileName} cannot be unpacked: its gzip data (${packed.length} bytes) are damaged or cut off. ` +
        'Fetch the file again.',
    );
  }
  const unpacked = new Uint8Array(length);
  let position = 0;
  for (const chunk of chunks) {
    unpacked.set(chunk, position);
    position += chunk.length;
  }
  return unpacked;
}

/** An IDX file read and unpacked, with the name it was found under. */
export interface IdxFile extends IdxArray {
  readonly fileName: string;
}

/** Pairs images with labels; throws a UserError that names the files when they do not fit each other or `shape`. */
export function pairIdx(
  images: IdxFile,
  labels: IdxFile,
  {
    classes,
    shape: [channels, height, width],
  }: { classes: number; shape: readonly [number, number, number] },
): ImageSet {
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
  if (labels.data.length !== count)
    throw new UserError(
      `${images.fileName} has ${count} images, but ${labels.fileName} has ${labels.data.length} labels; ` +
        'the two files do not belong together.',
    );
  const wrong = labels.data.findIndex((label) => label >= classes);
  if (wrong >= 0)
    throw new UserError(
      `${labels.fileName} gives image ${wrong} the label ${labels.data[wrong]!}, ` +
        `but there are ${classes} classes (0 to ${classes - 1}).`,
    );
  return { count, height, width, channels, pixels: images.data, labels: Uint32Array.from(labels.data) };
}

/** The names under which copies of MNIST are spread, most common first. */
const spellings = (part: 'train' | 't10k', what: 'images-idx3' | 'labels-idx1') => {
  const names = [`${part}-${what}-ubyte`, `${part}-${what.replace('-', '.')}-ubyte`];
  return names.flatMap((name) => [`${name}.gz`, name]);
};

export interface IdxSource {
  /** Title of the data set in errors. */
  readonly title: string;
  /** Folder in the data directory, e.g. `mnist`. */
  readonly folder: string;
  readonly classes: number;
  /** [C, H, W] */
  readonly shape: readonly [number, number, number];
}

/** Reads the four files of an MNIST-like set: `train` and `t10k`, images and labels, gzip or not. */
export async function readIdxDataset(
  source: IdxSource,
  readBytes: ReadBytes,
  onProgress?: (done: number, total: number) => void,
): Promise<{ train: ImageSet; test: ImageSet }> {
  const wanted = [
    spellings('train', 'images-idx3'),
    spellings('train', 'labels-idx1'),
    spellings('t10k', 'images-idx3'),
    spellings('t10k', 'labels-idx1'),
  ];
  let done = 0;
  const files = await Promise.all(
    wanted.map(async (names) => {
      const file = await readFirst(source.folder, names, readBytes);
      onProgress?.(++done, wanted.length);
      return file;
    }),
  );
  const missing = wanted.filter((_, i) => files[i] === null).map((names) => names[1]!);
  if (missing.length > 0)
    throw new UserError(
      `${source.title} needs ${wanted.length} files, of which ${missing.length === wanted.length ? 'none' : 'not all'} ` +
        `were found; missing: ${missing.join(', ')} (each with or without .gz). Drop the four files on the page, ` +
        'or name the directory that holds them with --data DIR.',
    );
  const [trainImages, trainLabels, testImages, testLabels] = files as IdxFile[];
  return {
    train: pairIdx(trainImages!, trainLabels!, source),
    test: pairIdx(testImages!, testLabels!, source),
  };
}

async function readFirst(
  folder: string,
  names: readonly string[],
  readBytes: ReadBytes,
): Promise<IdxFile | null> {
  for (const fileName of names) {
    const bytes = await readBytes(`${folder}/${fileName}`);
    if (bytes !== null) return { fileName, ...parseIdx(await gunzip(bytes, fileName), fileName) };
  }
  return null;
}
