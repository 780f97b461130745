import { describe, expect, it } from 'vitest';
import {
  formatOptions,
  labelsOf,
  openFile,
  parquet,
  picture,
  plain,
  readAll,
  watched,
} from '../../testing/formatFiles.ts';
import { readParquet } from './parquet.ts';

const options = formatOptions();
const png = await picture('png');
const red = await picture('png', { color: [250, 0, 0] });
const valid = parquet([png, red, png, red, png], [0, 1, 2, 3, 0]);

const files = (train: Uint8Array) => [
  openFile('train', 'train.parquet', train),
  openFile('test', 'test.parquet', parquet([red], [1])),
];
const read = async (train: Uint8Array, change = {}) =>
  readAll(await readParquet(files(train), { ...options, ...change }));

describe('Parquet', () => {
  it('gives images and labels, one part for each row group', async () => {
    const reading = await readParquet(files(valid), options);
    expect(reading.layout.counts).toEqual({ train: 5, test: 1 });
    const parts = await readAll(reading);
    expect(labelsOf(parts.train)).toEqual([0, 1, 2, 3, 0]);
    expect(parts.train.map(({ count }) => count)).toEqual([2, 2, 1]);
    const [first] = parts.train;
    // A white corner, then the colour; exactly, as PNG is.
    expect([...first!.pixels.subarray(0, 6)]).toEqual([255, 255, 255, 200, 100, 50]);
    expect([...first!.pixels.subarray(48, 54)]).toEqual([255, 255, 255, 250, 0, 0]);
    expect(reading.notes()).toEqual([]);
  });

  it('reads image and fine_label, JPEG, no compression, and files of several parts', async () => {
    const jpeg = await picture('jpeg', { width: 16, height: 16 });
    const other = parquet([jpeg, png], [3, 2], {
      image: 'image',
      label: 'fine_label',
      codec: 'UNCOMPRESSED',
    });
    const reading = await readParquet([...files(valid), openFile('train', 'more.parquet', other)], options);
    expect(reading.layout.counts.train).toBe(7);
    const parts = await readAll(reading);
    expect(labelsOf(parts.train)).toEqual([0, 1, 2, 3, 0, 3, 2]);
    const fitted = [...parts.train.at(-1)!.pixels.subarray(45, 48)];
    [200, 100, 50].forEach((value, c) => expect(Math.abs(fitted[c]! - value)).toBeLessThan(8));
    expect(reading.notes()).toEqual([
      '1 of 8 images of Tiny have other sizes; the middle of each was scaled to 4 x 4.',
    ]);
  });

  it('needs of a file on its way the end and the groups so far', async () => {
    const noise = Array.from({ length: 40 }, (_, i) => picture('png', { color: [i, 2 * i, 3 * i] }));
    const rows = await Promise.all(noise);
    const bytes = parquet(
      rows,
      rows.map((_, i) => i % 4),
      { groupSize: 4 },
    );
    const file = watched('train.parquet', bytes);
    const reading = await readParquet([{ role: 'train', file }, files(valid)[1]!], options);
    const parts = reading.parts[Symbol.asyncIterator]();
    await parts.next();
    const before = file.furthest();
    await parts.next();
    expect(file.furthest()).toBeLessThan(bytes.length / 3);
    expect(before).toBeLessThan(file.furthest());
  });

  it('takes CIFAR-100 labels of the column that is asked for', async () => {
    const coarse = parquet([png, red], [3, 1], { label: 'coarse_label' });
    const both = [openFile('train', 'train.parquet', coarse), openFile('test', 'test.parquet', coarse)];
    const parts = await readAll(await readParquet(both, { ...options, labels: 'coarse_label' }));
    expect(labelsOf(parts.train)).toEqual([3, 1]);
  });

  it.each<[string, () => Uint8Array, RegExp]>([
    [
      'another file',
      () => new TextEncoder().encode('<!doctype html><html></html>'),
      /does not begin with PAR1/,
    ],
    ['a short file', () => new Uint8Array(5), /has only 5 bytes/],
    [
      'an end that is missing',
      () => valid.slice(0, -20),
      /does not end with PAR1, so its directory is cut off/,
    ],
    [
      'a directory that is cut off',
      () => plain(Buffer.concat([valid.slice(0, 200), valid.slice(-8)])),
      /is not a valid Parquet file: (its directory cannot be read|.*exceeds)/,
    ],
    [
      'no column of images',
      () => parquet([png], [1], { image: 'picture' }),
      /no column of images: image or img .* picture, label/,
    ],
    [
      'no column of labels',
      () => parquet([png], [1], { label: 'class' }),
      /no column of labels: .* img, class/,
    ],
    ['a row without an image', () => parquet([png, null], [1, 2]), /Row 1 of train.parquet has no image/],
    ['a row without a label', () => parquet([png, red], [1, null]), /Row 1 of train.parquet has no label/],
    ['labels out of range', () => parquet([png, red], [1, 4]), /train.parquet gives image 1 the label 4/],
    [
      'negative labels',
      () => parquet([png, red], [1, -1]),
      /train.parquet gives image 1 the label 4294967295/,
    ],
    [
      'what is not an image',
      () => parquet([png, Uint8Array.of(1, 2, 3)], [1, 2]),
      /Row 1 of train.parquet \(1.png\) is not an image that can be decoded \(3 bytes; it begins with the bytes 01 02 03\)/,
    ],
    ['no rows', () => parquet([], []), /train.parquet holds no images/],
  ])('refuses %s', async (_fault, bytes, message) => {
    await expect(read(bytes())).rejects.toThrow(message);
    await expect(read(bytes())).rejects.toThrow(/train.parquet/);
  });

  it('refuses a codec that it does not know', async () => {
    // The codec of the first column is the zigzag enum 1 (Snappy) in field 4 of its metadata, right after the path
    // list; 30 is none.
    const name = Buffer.from(valid).lastIndexOf(Buffer.from([0x05, ...Buffer.from('label')]));
    const at = valid.indexOf(0x02, name + 6);
    const changed = valid.slice();
    changed[at] = 60;
    await expect(read(changed)).rejects.toThrow(
      /train.parquet is not a valid Parquet file: .*(codec|compress)/i,
    );
  });
});
