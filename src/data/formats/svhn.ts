import { assert, UserError } from '../../util/assert.ts';
import { product } from '../../util/math.ts';
import type { ByteFile } from '../byteFile.ts';
import type { Split } from '../dataset.ts';
import type { FormatOptions, Part, Reading } from '../format.ts';
import type { OpenFile } from '../source.ts';
import { checkLabels } from './labels.ts';
import { matValues, openMatArrays, unsignedByteType, type MatArray } from './matFile.ts';
import { interleave } from './planes.ts';

/**
 * SVHN's cropped digits: MAT files with the bytes X [height, width, channels, count], column-major, and the labels y
 * [count, 1], of which 10 stands for the digit 0.
 */
const imagesPerPart = 2000;

interface Digits {
  readonly file: ByteFile;
  readonly labels: Uint32Array<ArrayBuffer>;
  readonly openImages: () => Promise<MatArray>;
}

export async function readSvhn(files: readonly OpenFile[], options: FormatOptions): Promise<Reading> {
  assert(options.classes, 'MAT files name no classes');
  const openSplit = (split: Split) => {
    const found = files.find(({ role }) => role === split);
    assert(found, `no file of role ${split}`);
    return openDigits(found.file, options);
  };
  const open = { test: await openSplit('test'), train: await openSplit('train') };
  async function* parts(): AsyncGenerator<Part, void, void> {
    yield* readDigits(open.test, 'test', options);
    yield* readDigits(open.train, 'train', options);
  }
  const counts = { train: open.train.labels.length, test: open.test.labels.length };
  return { layout: { counts, classes: options.classes }, parts: parts(), notes: () => [] };
}

async function openDigits(file: ByteFile, { shape, classes }: FormatOptions): Promise<Digits> {
  const arrays = await openMatArrays(file, ['X', 'y']);
  const [openImages, openLabels] = [arrays.get('X')!, arrays.get('y')!];
  const labelArray = await openLabels();
  const labels = Uint32Array.from(await matValues(file, labelArray), (label) => (label === 10 ? 0 : label));
  await labelArray.values.close();
  const images = await openImages();
  await images.values.close();
  checkImages(file, images, { shape, count: labels.length });
  checkLabels(labels, { fileName: file.name, classes: classes!.length });
  return { file, labels, openImages };
}

function checkImages(
  file: ByteFile,
  { shape: found, valueType, valueBytes }: MatArray,
  { shape: [channels, height, width], count }: { shape: FormatOptions['shape']; count: number },
): void {
  const [foundHeight, foundWidth, foundChannels, foundCount = 1] = found;
  if (foundHeight !== height || foundWidth !== width || foundChannels !== channels || found.length > 4)
    throw new UserError(
      `${file.name} has images X of ${found.join(' x ')}, but ${height} x ${width} x ${channels} x N are expected.`,
    );
  if (count === 0) throw new UserError(`${file.name} holds no images.`);
  if (foundCount !== count)
    throw new UserError(`${file.name} has ${foundCount} images in X, but ${count} labels in y.`);
  if (valueType !== unsignedByteType || valueBytes !== product(found))
    throw new UserError(
      `${file.name} has ${valueBytes} bytes of type ${valueType} in X, but ${product(found)} unsigned bytes are expected.`,
    );
}

async function* readDigits(
  { file, labels, openImages }: Digits,
  split: Split,
  { shape }: FormatOptions,
): AsyncGenerator<Part, void, void> {
  const [channels, height, width] = shape;
  const { values } = await openImages();
  try {
    for (let first = 0; first < labels.length; first += imagesPerPart) {
      const partLabels = labels.slice(first, first + imagesPerPart);
      const count = partLabels.length;
      const planes = await values.take(count * product(shape));
      if (planes.length < count * product(shape))
        throw new UserError(
          `${file.name} ends within image ${first + Math.floor(planes.length / product(shape))}.`,
        );
      const pixels = interleave(planes, { count, shape, isTransposed: true });
      yield { split, images: { count, height, width, channels, pixels, labels: partLabels } };
    }
  } finally {
    await values.close();
  }
}
