import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetMetadataAsync, parquetReadObjects, type AsyncBuffer } from 'hyparquet';
import { afterAll, describe, expect, test } from 'vitest';
import type { ByteFile } from '../data/byteFile.ts';
import type { ImageSet } from '../data/dataset.ts';
import { findDataset } from '../data/datasets.ts';
import type { Part } from '../data/format.ts';
import { formats } from '../data/formats.ts';
import { loadDataset } from '../data/load.ts';
import { sourcesIn } from '../data/openSources.ts';
import { picture } from '../testing/formatFiles.ts';
import { realData } from '../testing/realData.ts';
import { decodeImages } from './decodeImages.ts';
import { directoryPlace } from './files.ts';

const load = (name: string, directory: string) =>
  loadDataset(findDataset(name), {
    open: sourcesIn(directoryPlace(directory)),
    decode: decodeImages,
    ...{ seed: 0, trainSize: null, testSize: null, labelNoise: 0 },
  });

describe('a folder of own images', () => {
  const made: string[] = [];
  afterAll(() => Promise.all(made.map((path) => rm(path, { recursive: true }))));

  test('is found by its name and by that of the folder above, with spaces and in depth', async () => {
    const root = await mkdtemp(join(tmpdir(), 'own-'));
    made.push(root);
    for (const [name, color] of [
      ['grey cat', [90, 90, 90]],
      ['dog', [180, 120, 60]],
    ] as const) {
      const own = join(root, 'own', name, 'march');
      await mkdir(own, { recursive: true });
      const bytes = await picture('png', { width: 80, height: 70, color });
      for (let i = 0; i < 5; i++) await writeFile(join(own, `${i}.png`), bytes);
    }
    const above = await load('own', root);
    expect(above.classes).toEqual(['dog', 'grey cat']);
    expect([above.train.count, above.test.count]).toEqual([8, 2]);
    expect(above.notes()).toEqual([
      'The images of Own images, 64 pixels have other sizes; the middle of each was scaled to 64 x 64.',
    ]);
    const direct = await load('own', join(root, 'own'));
    expect(direct.train.pixels).toEqual(above.train.pixels);
  });

  test('that is not there is a sentence', async () => {
    await expect(load('own', join(tmpdir(), 'no such folder'))).rejects.toThrow(/Own images.*--data DIR/);
  });
});

// Known to be there in every closure below, as an import is not.
const folder = realData;

const histogram = (labels: Iterable<number>) => {
  const counts = new Array<number>(10).fill(0);
  for (const label of labels) counts[label]!++;
  return counts;
};
const meanOf = ({ pixels }: ImageSet) => pixels.reduce((sum, value) => sum + value, 0) / pixels.length / 255;

/** MD5 of the unpacked IDX file that the images were read from. */
function idxMd5({ count, height, width, pixels }: ImageSet): string {
  const header = Buffer.alloc(16);
  [0x0803, count, height, width].forEach((value, i) => header.writeUInt32BE(value, 4 * i));
  return createHash('md5').update(header).update(pixels).digest('hex');
}

if (folder !== null)
  describe('the real files', () => {
    test('of MNIST have the known counts, order and mean, named by their folder or by the one above', async () => {
      const { train, test } = await load('mnist', join(folder, 'mnist'));
      expect([train.count, test.count]).toEqual([60_000, 10_000]);
      expect([...train.labels.subarray(0, 5)]).toEqual([5, 0, 4, 1, 9]);
      expect([...test.labels.subarray(0, 5)]).toEqual([7, 2, 1, 0, 4]);
      expect(histogram(train.labels)).toEqual([5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
      // Every pixel is that of the canonical files.
      expect(idxMd5(train)).toBe('6bbc9ace898e44ae57da46a324031adb');
      expect(idxMd5(test)).toBe('2646ac647ad5339dbf082846283269ea');
      expect(meanOf(train)).toBeCloseTo(findDataset('mnist').mean[0]!, 3);
      const above = await load('mnist', folder);
      expect(Buffer.compare(above.train.pixels, train.pixels)).toBe(0);
    });

    test('of CIFAR-10 have 5000 and 1000 images of each class, and decode', async () => {
      const row = findDataset('cifar10');
      const { format, files } = await sourcesIn(directoryPlace(join(folder, 'cifar10')))(row);
      for (const { file } of files) await expectJpegRows(file);
      const labels = { train: await labelColumn(files[0]!.file), test: await labelColumn(files[1]!.file) };
      expect(histogram(labels.train)).toEqual(new Array(10).fill(5000));
      expect(histogram(labels.test)).toEqual(new Array(10).fill(1000));

      const reading = await formats[format](files, {
        ...row,
        classes: row.classes,
        seed: 0,
        decode: decodeImages,
      });
      expect(reading.layout.counts).toEqual({ train: 50_000, test: 10_000 });
      const first = await reading.parts[Symbol.asyncIterator]().next();
      if (first.done) throw new Error('no part');
      const part: Part = first.value;
      expect(part).toMatchObject({
        split: 'test',
        images: { count: 1000, height: 32, width: 32, channels: 3 },
      });
      expect([...part.images.labels]).toEqual(labels.test.slice(0, 1000));
      expect(meanOf(part.images)).toBeCloseTo(0.474, 1);
    });
  });

async function bufferOf(file: ByteFile): Promise<AsyncBuffer> {
  const byteLength = await file.size();
  return {
    byteLength,
    slice: async (start, end = byteLength) => (await file.read(start, end)).buffer,
  };
}

/** All labels of a Parquet file, without its images. */
async function labelColumn(file: ByteFile): Promise<number[]> {
  const rows = await parquetReadObjects({ file: await bufferOf(file), columns: ['label'] });
  return rows.map(({ label }) => Number(label));
}

/** That a Parquet file has Snappy's groups of 1000 rows, of JPEG images. */
async function expectJpegRows(file: ByteFile): Promise<void> {
  const buffer = await bufferOf(file);
  const { row_groups: groups } = await parquetMetadataAsync(buffer);
  expect(new Set(groups.map((group) => Number(group.num_rows)))).toEqual(new Set([1000]));
  expect(new Set(groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec)))).toEqual(
    new Set(['SNAPPY']),
  );
  const rows = await parquetReadObjects({ file: buffer, columns: ['img'], rowEnd: 1000, utf8: false });
  const starts = rows.map(({ img }) => [...(img as { bytes: Uint8Array }).bytes.subarray(0, 3)].join());
  expect(new Set(starts)).toEqual(new Set(['255,216,255']));
}
