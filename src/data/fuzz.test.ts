import { afterAll, expect, test } from 'vitest';
import { UserError } from '../util/assert.ts';
import { Random } from '../util/random.ts';
import {
  cifarRecords,
  digitsMat,
  formatOptions,
  gzip,
  idx,
  openFile,
  parquet,
  picture,
  plain,
  range,
  readAll,
  tar,
  zip,
  type Bytes,
} from '../testing/formatFiles.ts';
import type { Format } from './format.ts';
import { formats } from './formats.ts';
import type { FileRole } from './source.ts';

/**
 * Valid small files of every format, changed at random: whatever comes of it is a valid set or a sentence, soon, and
 * without much memory.
 */
const mutations = 350;
const maxMs = 10_000;
const maxMemory = 1024 ** 3;

const png = await picture('png');
const jpeg = await picture('jpeg');
const images = {
  'cat/1.png': png,
  'cat/2.jpg': jpeg,
  'dog/1.webp': await picture('webp'),
  'dog/2.gif': await picture('gif'),
};
const digits = Array.from({ length: 10 }, (_, i) => String(i));

interface Subject {
  readonly read: Format;
  readonly files: readonly (readonly [FileRole, string, Bytes])[];
  readonly options?: Parameters<typeof formatOptions>[0];
}

const records = cifarRecords([[3], [0], [1], [2]]);
const twoLabels = cifarRecords([3, 0, 1, 2].map((fine, i) => [i % 2, fine]));
const stl10 = {
  'train_X.bin': Uint8Array.from(range(4 * 48)),
  'train_y.bin': Uint8Array.of(1, 2, 3, 4),
  'test_X.bin': Uint8Array.from(range(2 * 48)),
  'test_y.bin': Uint8Array.of(4, 1),
};
const listed = {
  'train/n1/images/a.JPEG': jpeg,
  'train/n2/images/b.JPEG': png,
  'val/images/c.JPEG': png,
  'val/images/d.JPEG': jpeg,
  'val/val_annotations.txt': plain(Buffer.from('c.JPEG\tn2\t0\t0\t3\t3\nd.JPEG\tn1\t0\t0\t3\t3\n')),
};

const subjects: Readonly<Record<string, Subject>> = {
  IDX: {
    read: formats.idx,
    options: { shape: [1, 2, 3] },
    files: [
      ['trainImages', 'train-images', idx([4, 2, 3], range(24))],
      ['trainLabels', 'train-labels', idx([4], [0, 1, 2, 3])],
      ['testImages', 't10k-images', gzip(idx([2, 2, 3], range(12)))],
      ['testLabels', 't10k-labels', gzip(idx([2], [1, 2]))],
    ],
  },
  CIFAR: {
    read: formats.cifar,
    files: [
      ['train', 'data_batch_1.bin', records],
      ['test', 'test_batch.bin', records],
    ],
  },
  'CIFAR tar.gz': {
    read: formats.cifar,
    files: [
      ['all', 'cifar.tar.gz', gzip(await tar({ 'data_batch_1.bin': records, 'test_batch.bin': records }))],
    ],
  },
  'CIFAR tar': {
    read: formats.cifar,
    files: [['all', 'cifar.tar', await tar({ 'data_batch_1.bin': records, 'test_batch.bin': records })]],
  },
  'CIFAR of two labels': {
    read: formats.cifar,
    options: { labels: 'fine_label' },
    files: [
      ['train', 'train.bin', twoLabels],
      ['test', 'test.bin', twoLabels],
    ],
  },
  'STL-10': {
    read: formats.stl10,
    files: [
      ['trainImages', 'train_X.bin', stl10['train_X.bin']],
      ['trainLabels', 'train_y.bin', stl10['train_y.bin']],
      ['testImages', 'test_X.bin', stl10['test_X.bin']],
      ['testLabels', 'test_y.bin', stl10['test_y.bin']],
    ],
  },
  'STL-10 tar.gz': {
    read: formats.stl10,
    files: [['all', 'stl10_binary.tar.gz', gzip(await tar(stl10))]],
  },
  SVHN: {
    read: formats.svhn,
    options: { classes: digits },
    files: [
      ['train', 'train_32x32.mat', digitsMat([10, 1, 2])],
      ['test', 'test_32x32.mat', digitsMat([3, 4], { isPacked: false })],
    ],
  },
  Parquet: {
    read: formats.parquet,
    files: [
      ['train', 'train.parquet', parquet([png, jpeg, png, jpeg], [0, 1, 2, 3])],
      ['test', 'test.parquet', parquet([png, jpeg], [1, 2], { codec: 'UNCOMPRESSED' })],
    ],
  },
  folder: {
    read: formats.folder,
    options: { classes: null },
    files: Object.entries(images).map(([path, bytes]) => ['all', path, bytes] as const),
  },
  'folder with a list': {
    read: formats.folder,
    options: { classes: ['a', 'b'] },
    files: Object.entries(listed).map(([path, bytes]) => ['all', path, bytes] as const),
  },
  zip: { read: formats.folder, options: { classes: null }, files: [['all', 'pets.zip', await zip(images)]] },
};

/** Values that lengths, counts and codes break on. */
const spiteful = [0, 1, 0x7f, 0x80, 0xff];

/** Flips bits, overwrites, cuts, repeats, inserts: one to four of these. */
function mutate(bytes: Bytes, random: Random): Bytes {
  let changed = bytes.slice();
  for (let count = 1 + random.below(4); count > 0; count--) {
    const at = random.below(changed.length + 1);
    const length = 1 + random.below(random.below(8) === 0 ? 200 : 8);
    switch (random.below(6)) {
      case 0:
        if (at < changed.length) changed[at]! ^= 1 << random.below(8);
        break;
      case 1:
        changed.fill(spiteful[random.below(spiteful.length)]!, at, at + length);
        break;
      case 2:
        changed = changed.slice(0, at);
        break;
      case 3:
        changed = plain(Buffer.concat([changed.subarray(0, at), changed.subarray(at + length)]));
        break;
      case 4:
        changed = plain(
          Buffer.concat([changed.subarray(0, at), changed.subarray(at - length, at), changed.subarray(at)]),
        );
        break;
      default:
        for (let i = at; i < Math.min(at + length, changed.length); i++) changed[i] = random.below(256);
    }
  }
  return changed;
}

const rejections: unknown[] = [];
const onRejection = (reason: unknown) => rejections.push(reason);
process.on('unhandledRejection', onRejection);
const summary: string[] = [];
afterAll(() => {
  process.off('unhandledRejection', onRejection);
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  console.log(`Fuzzed data files: ${summary.join('; ')}; ${memory} MB of memory at the end.`);
});

test.each(Object.entries(subjects))('%s', { timeout: 120_000 }, async (name, { read, files, options }) => {
  const setUp = formatOptions(options);
  const load = async (changed: readonly Bytes[]) =>
    readAll(
      await read(
        files.map(([role, path], i) => openFile(role, path, changed[i]!)),
        setUp,
      ),
    );
  const [channels, height, width] = setUp.shape;
  const valid = files.map(([, , bytes]) => bytes);
  await load(valid);

  const random = new Random(7);
  const counts = { valid: 0, refused: 0 };
  for (let i = 0; i < mutations; i++) {
    const victim = random.below(files.length);
    const changed = valid.map((bytes, index) => (index === victim ? mutate(bytes, random) : bytes));
    const start = performance.now();
    try {
      const parts = await load(changed);
      for (const part of [...parts.train, ...parts.test]) {
        expect([part.channels, part.height, part.width]).toEqual([channels, height, width]);
        expect(part.pixels.length).toBe(part.count * channels * height * width);
        expect(part.labels.length).toBe(part.count);
        const classes = setUp.classes?.length ?? 4;
        for (const label of part.labels) expect(label).toBeLessThan(classes);
      }
      counts.valid++;
    } catch (error) {
      if (!(error instanceof UserError))
        throw new Error(`mutation ${i} of ${files[victim]![1]} (seed 7) failed otherwise`, { cause: error });
      expect(error.message).toMatch(/\w{3,} .*[.?]$/s);
      counts.refused++;
    }
    expect(performance.now() - start).toBeLessThan(maxMs);
    if (i % 50 === 0) expect(process.memoryUsage().rss).toBeLessThan(maxMemory);
  }
  // What was thrown where nobody waits shows after a turn.
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(rejections).toEqual([]);
  expect(counts.refused).toBeGreaterThan(mutations / 20);
  summary.push(`${name} ${counts.refused} refused, ${counts.valid} valid`);
});
