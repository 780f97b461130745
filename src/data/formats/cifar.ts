import { assert, UserError } from '../../util/assert.ts';
import { product } from '../../util/math.ts';
import type { ByteFile } from '../byteFile.ts';
import type { Split } from '../dataset.ts';
import type { FormatOptions, Part, Reading } from '../format.ts';
import type { OpenFile } from '../source.ts';
import { checkLabels } from './labels.ts';
import { interleave } from './planes.ts';
import { readTar } from './tar.ts';

/**
 * The binary version of CIFAR-10 and CIFAR-100: records of one label (CIFAR-100: coarse, then fine) and the red, green
 * and blue planes, row-major; as the files themselves or inside of the authors' tar.gz.
 */
const recordsPerPart = 5000;

const names: Readonly<Record<Split, RegExp>> = {
  train: /^(data_batch_\d+|train)\.bin$/,
  test: /^test(_batch)?\.bin$/,
};

/** Where the label stands in a record, and what comes before the planes. */
function labelBytes(labels: string | null): { index: number; count: number } {
  if (labels === null) return { index: 0, count: 1 };
  return { index: labels === 'coarse_label' ? 0 : 1, count: 2 };
}

interface Records {
  readonly file: ByteFile;
  readonly count: number;
}

/** Reads CIFAR's binary records; `options.labels` other than null says that there are two labels. */
export async function readCifar(files: readonly OpenFile[], options: FormatOptions): Promise<Reading> {
  const { classes } = options;
  assert(classes, 'CIFAR files name no classes');
  const bySplit = await unpack(files);
  const count = (records: readonly Records[]) => records.reduce((sum, { count }) => sum + count, 0);
  const open = {
    test: await Promise.all(bySplit.test.map((file) => openRecords(file, options))),
    train: await Promise.all(bySplit.train.map((file) => openRecords(file, options))),
  };
  async function* parts(): AsyncGenerator<Part, void, void> {
    for (const split of ['test', 'train'] as const)
      for (const records of open[split]) yield* readRecords(records, split, options);
  }
  return {
    layout: { counts: { train: count(open.train), test: count(open.test) }, classes },
    parts: parts(),
    notes: () => [],
  };
}

/** The files of each split, those of an archive in the order of their names. */
async function unpack(files: readonly OpenFile[]): Promise<Record<Split, ByteFile[]>> {
  const archive = files.find(({ role }) => role === 'all')?.file;
  if (!archive)
    return {
      train: files.filter(({ role }) => role === 'train').map(({ file }) => file),
      test: files.filter(({ role }) => role === 'test').map(({ file }) => file),
    };
  const held = [
    ...(await readTar(archive, (name) => names.train.test(name) || names.test.test(name))),
  ].sort();
  const of = (split: Split) => held.filter(([name]) => names[split].test(name)).map(([, file]) => file);
  const [train, test] = [of('train'), of('test')];
  if (train.length === 0 || test.length === 0)
    throw new UserError(
      `${archive.name} holds no ${train.length === 0 ? 'data_batch_1.bin or train.bin' : 'test_batch.bin or test.bin'}; ` +
        'is it the binary version of the set?',
    );
  return { train, test };
}

async function openRecords(file: ByteFile, { shape, labels }: FormatOptions): Promise<Records> {
  const bytes = await file.size();
  const record = labelBytes(labels).count + product(shape);
  if (bytes === 0) throw new UserError(`${file.name} is empty.`);
  if (bytes % record !== 0)
    throw new UserError(
      `${file.name} has ${bytes} bytes, which are not whole records of ${record} bytes; it is cut off, or not the binary ` +
        'version of the set.',
    );
  return { file, count: bytes / record };
}

async function* readRecords(
  { file, count }: Records,
  split: Split,
  { shape, labels: column, classes }: FormatOptions,
): AsyncGenerator<Part, void, void> {
  const [channels, height, width] = shape;
  const { index, count: offset } = labelBytes(column);
  const stride = offset + product(shape);
  for (let first = 0; first < count; first += recordsPerPart) {
    const size = Math.min(recordsPerPart, count - first);
    const bytes = await file.read(first * stride, (first + size) * stride);
    if (bytes.length < size * stride)
      throw new UserError(`${file.name} ends within image ${first + Math.floor(bytes.length / stride)}.`);
    const labels = Uint32Array.from({ length: size }, (_, i) => bytes[i * stride + index]!);
    checkLabels(labels, { fileName: file.name, classes: classes!.length, first });
    const pixels = interleave(bytes, { count: size, shape, stride, offset });
    yield { split, images: { count: size, height, width, channels, pixels, labels } };
  }
}
