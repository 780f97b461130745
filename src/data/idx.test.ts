import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { UserError } from '../util/assert.ts';
import type { ReadBytes } from './dataset.ts';
import { gunzip, pairIdx, parseIdx, readIdxDataset } from './idx.ts';

type Bytes = Uint8Array<ArrayBuffer>;

/** An IDX file with the given header; `values` need not fit the dimensions. */
function idx(shape: readonly number[], values: readonly number[], type = 0x08): Bytes {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  bytes.set([0, 0, type, shape.length]);
  const view = new DataView(bytes.buffer);
  shape.forEach((size, i) => view.setUint32(4 + 4 * i, size));
  bytes.set(values, 4 + 4 * shape.length);
  return bytes;
}

const gzip = (bytes: Bytes): Bytes => Uint8Array.from(gzipSync(bytes));
const range = (length: number) => Array.from({ length }, (_, i) => i % 251);

/** Two training and one test image of 2 x 3 pixels, under the given names. */
function files(change: Readonly<Record<string, Bytes | null>> = {}): ReadBytes & { asked: string[] } {
  const table: Record<string, Bytes | null> = {
    'tiny/train-images-idx3-ubyte.gz': gzip(idx([2, 2, 3], range(12))),
    'tiny/train-labels-idx1-ubyte': idx([2], [3, 0]),
    'tiny/t10k-images.idx3-ubyte': idx([1, 2, 3], [9, 8, 7, 6, 5, 4]),
    'tiny/t10k-labels.idx1-ubyte.gz': gzip(idx([1], [2])),
    ...change,
  };
  const asked: string[] = [];
  const read: ReadBytes = (path) => {
    asked.push(path);
    return Promise.resolve(table[path] ?? null);
  };
  return Object.assign(read, { asked });
}

const source = { title: 'Tiny', folder: 'tiny', classes: 4, shape: [1, 2, 3] } as const;

describe('parseIdx', () => {
  it('reads shape and values', () => {
    expect(parseIdx(idx([2, 1, 3], [1, 2, 3, 4, 5, 255]), 'a')).toEqual({
      shape: [2, 1, 3],
      data: Uint8Array.of(1, 2, 3, 4, 5, 255),
    });
  });

  it('reads from the middle of a larger buffer', () => {
    const larger = new Uint8Array([7, 7, 7, ...idx([1, 2], [5, 6]), 7]);
    expect(parseIdx(larger.subarray(3, -1), 'a').data).toEqual(Uint8Array.of(5, 6));
  });

  it.each<[string, Bytes, RegExp]>([
    ['an empty file', new Uint8Array(0), /has only 0 bytes/],
    ['a web page', new TextEncoder().encode('<!doctype html>'), /begins with the bytes 3c 21 64 6f/],
    ['floats', idx([1], [0, 0, 0, 0], 0x0d), /type 0x0d \(32-bit floats\)/],
    ['an unknown type', idx([1], [0], 0x42), /type 0x42 \(unknown\)/],
    ['no dimensions', idx([], [1]), /no dimensions/],
    ['an end within the dimensions', idx([2, 2, 2], []).slice(0, 9), /ends within its 3 dimensions/],
    ['missing values', idx([2, 3], range(5)), /dimensions 2 x 3 need 6 bytes, but it has 5/],
    ['values left over', idx([2, 3], range(7)), /need 6 bytes, but it has 7/],
    ['huge dimensions', idx([0xffffffff, 0xffffffff, 0xffffffff], []), /but it has 0/],
  ])('refuses %s, naming the file', (_fault, bytes, message) => {
    expect(() => parseIdx(bytes, 'train-images')).toThrow(message);
    expect(() => parseIdx(bytes, 'train-images')).toThrow(/^train-images is not a valid IDX file/);
    expect(() => parseIdx(bytes, 'train-images')).toThrow(UserError);
  });
});

describe('gunzip', () => {
  it('unpacks what is packed and leaves the rest, whatever the name', async () => {
    const plain = idx([3], [1, 2, 3]);
    expect(await gunzip(gzip(plain), 'a.txt')).toEqual(plain);
    expect(await gunzip(plain, 'a.gz')).toEqual(plain);
    expect(await gunzip(gzip(plain).buffer, 'a')).toEqual(plain);
  });

  it('unpacks more than one chunk', async () => {
    const large = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i * 31) % 256);
    expect(Buffer.compare(await gunzip(gzip(large), 'a'), large)).toBe(0);
  });

  it('refuses truncated and damaged gzip, naming the file', async () => {
    const packed = gzip(idx([500], range(500)));
    await expect(gunzip(packed.slice(0, -12), 'labels.gz')).rejects.toThrow(/^labels\.gz cannot be unpacked/);
    await expect(gunzip(packed.slice(0, 2), 'labels.gz')).rejects.toThrow(UserError);
    const damaged = packed.slice();
    damaged[packed.length - 6]! ^= 0xff;
    await expect(gunzip(damaged, 'labels.gz')).rejects.toThrow(/damaged or cut off/);
  });
});

describe('pairIdx', () => {
  const images = (shape: number[]) => ({
    fileName: 'img',
    shape,
    data: new Uint8Array(shape.reduce((a, b) => a * b)),
  });
  const labels = (...values: number[]) => ({
    fileName: 'lab',
    shape: [values.length],
    data: Uint8Array.from(values),
  });

  it.each([
    [
      'another image size',
      images([2, 3, 2]),
      labels(0, 1),
      /img has dimensions 2 x 3 x 2.*2 x 3 are expected/,
    ],
    ['labels in place of images', images([2]), labels(0, 1), /file of the images\?/],
    ['images in place of labels', images([2, 2, 3]), images([2, 2, 3]), /file of the labels\?/],
    ['an empty set', images([0, 2, 3]), labels(), /img holds no images/],
    ['counts that differ', images([2, 2, 3]), labels(0, 1, 2), /img has 2 images, but lab has 3 labels/],
    [
      'a label out of range',
      images([2, 2, 3]),
      labels(3, 4),
      /lab gives image 1 the label 4.*4 classes \(0 to 3\)/,
    ],
  ])('refuses %s', (_fault, imageFile, labelFile, message) => {
    expect(() => pairIdx(imageFile, labelFile, source)).toThrow(message);
    expect(() => pairIdx(imageFile, labelFile, source)).toThrow(UserError);
  });

  it('takes colour images as N x H x W x C', () => {
    const set = pairIdx(images([2, 4, 5, 3]), labels(1, 0), { classes: 2, shape: [3, 4, 5] });
    expect(set).toMatchObject({ count: 2, height: 4, width: 5, channels: 3 });
  });
});

describe('readIdxDataset', () => {
  it('finds files under any of their names, packed or not', async () => {
    const progress: [number, number][] = [];
    const { train, test } = await readIdxDataset(source, files(), (done, total) =>
      progress.push([done, total]),
    );
    expect(train).toEqual({
      count: 2,
      height: 2,
      width: 3,
      channels: 1,
      pixels: Uint8Array.from(range(12)),
      labels: Uint32Array.of(3, 0),
    });
    expect(test.labels).toEqual(Uint32Array.of(2));
    expect(test.pixels).toEqual(Uint8Array.of(9, 8, 7, 6, 5, 4));
    expect(progress.map(([done]) => done)).toEqual([1, 2, 3, 4]);
    expect(progress.every(([, total]) => total === 4)).toBe(true);
  });

  it('says which files are missing and how to provide them', async () => {
    const partial = files({ 'tiny/t10k-labels.idx1-ubyte.gz': null, 'tiny/train-labels-idx1-ubyte': null });
    await expect(readIdxDataset(source, partial)).rejects.toThrow(
      /Tiny needs 4 files.*missing: train-labels-idx1-ubyte, t10k-labels-idx1-ubyte .*Drop.*--data DIR/,
    );
    const nothing: ReadBytes = () => Promise.resolve(null);
    await expect(readIdxDataset(source, nothing)).rejects.toThrow(/of which none were found/);
    await expect(readIdxDataset(source, nothing)).rejects.toThrow(UserError);
  });

  it('names the damaged one of the four', async () => {
    const damaged = files({ 'tiny/train-images-idx3-ubyte.gz': gzip(idx([2, 2, 3], range(11))) });
    await expect(readIdxDataset(source, damaged)).rejects.toThrow(
      /^train-images-idx3-ubyte\.gz is not a valid/,
    );
  });
});
