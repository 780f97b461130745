import { describe, expect, it } from 'vitest';
import { UserError } from '../../util/assert.ts';
import { formatOptions, gzip, idx, openFile, range, readAll, type Bytes } from '../../testing/formatFiles.ts';
import { readIdx } from './idx.ts';

const options = formatOptions({ shape: [1, 2, 3] });

/** Two training and one test image of 2 x 3 pixels. */
const files = (change: Partial<Record<'images' | 'labels' | 'testImages' | 'testLabels', Bytes>> = {}) => [
  openFile('trainImages', 'train-images', change.images ?? gzip(idx([2, 2, 3], range(12)))),
  openFile('trainLabels', 'train-labels', change.labels ?? idx([2], [3, 0])),
  openFile('testImages', 't10k-images', change.testImages ?? idx([1, 2, 3], [9, 8, 7, 6, 5, 4])),
  openFile('testLabels', 't10k-labels', change.testLabels ?? gzip(idx([1], [2]))),
];

const read = async (...args: Parameters<typeof files>) => readAll(await readIdx(files(...args), options));

describe('IDX', () => {
  it('gives images with their labels, packed or not', async () => {
    const reading = await readIdx(files(), options);
    expect(reading.layout).toEqual({ counts: { train: 2, test: 1 }, classes: ['a', 'b', 'c', 'd'] });
    const { train, test } = await readAll(reading);
    expect(train).toEqual([
      {
        count: 2,
        height: 2,
        width: 3,
        channels: 1,
        pixels: Uint8Array.from(range(12)),
        labels: Uint32Array.of(3, 0),
      },
    ]);
    expect(test[0]!.labels).toEqual(Uint32Array.of(2));
    expect(test[0]!.pixels).toEqual(Uint8Array.of(9, 8, 7, 6, 5, 4));
  });

  it('gives large sets in parts, with every image once', async () => {
    const count = 12_000;
    const images = idx([count, 2, 3], range(6 * count));
    const { train } = await read({
      images: gzip(images),
      labels: idx(
        [count],
        range(count).map((i) => i % 4),
      ),
    });
    expect(train.map((part) => part.count)).toEqual(Array(12).fill(1000));
    expect(Buffer.compare(Buffer.concat(train.map(({ pixels }) => pixels)), images.subarray(16))).toBe(0);
  });

  it('takes colour images as N x H x W x C', async () => {
    const color = idx([2, 2, 3, 3], range(36));
    const reading = await readIdx(files({ images: color, testImages: color, testLabels: idx([2], [0, 1]) }), {
      ...options,
      shape: [3, 2, 3],
    });
    expect((await readAll(reading)).train[0]).toMatchObject({ count: 2, height: 2, width: 3, channels: 3 });
  });

  it.each<[string, Bytes, RegExp]>([
    ['an empty file', new Uint8Array(0), /has only 0 bytes/],
    ['a web page', new TextEncoder().encode('<!doctype html>'), /begins with the bytes 3c 21 64 6f/],
    ['floats', idx([1], [0, 0, 0, 0], 0x0d), /type 0x0d \(32-bit floats\)/],
    ['an unknown type', idx([1], [0], 0x42), /type 0x42 \(unknown\)/],
    ['no dimensions', idx([], [1]), /no dimensions/],
    ['an end within the dimensions', idx([2, 2, 3], []).slice(0, 9), /ends within its 3 dimensions/],
    ['missing values', idx([2, 2, 3], range(11)), /dimensions 2 x 2 x 3 need 12 bytes, but it has 11/],
    ['values left over', idx([2, 2, 3], range(13)), /need 12 bytes, but it has more/],
  ])('refuses %s, naming the file', async (_fault, images, message) => {
    await expect(read({ images })).rejects.toThrow(message);
    await expect(read({ images })).rejects.toThrow(/^train-images is not a valid IDX file/);
    await expect(read({ images: gzip(images) })).rejects.toThrow(UserError);
  });

  it('refuses huge dimensions without taking memory for them', async () => {
    const size = 0xffffffff;
    await expect(read({ images: idx([size, 2, 3], []), labels: idx([size], []) })).rejects.toThrow(
      /dimensions 4294967295 need 4294967295 bytes, but it has 0/,
    );
  });

  it('refuses truncated and damaged gzip, naming the file', async () => {
    const packed = gzip(idx([2, 2, 3], range(12)));
    await expect(read({ images: packed.slice(0, -9) })).rejects.toThrow(/^train-images cannot be unpacked/);
    await expect(read({ images: packed.slice(0, 2) })).rejects.toThrow(UserError);
    const damaged = packed.slice();
    damaged[packed.length - 6]! ^= 0xff;
    await expect(read({ images: damaged })).rejects.toThrow(/damaged or cut off/);
  });

  it.each<[string, Parameters<typeof files>[0], RegExp]>([
    ['another image size', { images: idx([2, 3, 2], range(12)) }, /dimensions 2 x 3 x 2.*2 x 3 are expected/],
    ['labels in place of images', { images: idx([2], [0, 1]) }, /file of the images\?/],
    ['images in place of labels', { labels: idx([2, 2, 3], range(12)) }, /file of the labels\?/],
    ['an empty set', { images: idx([0, 2, 3], []), labels: idx([0], []) }, /train-images holds no images/],
    [
      'counts that differ',
      { labels: idx([3], [0, 1, 2]) },
      /train-images has 2 images, but train-labels has 3 labels/,
    ],
    [
      'a label out of range',
      { labels: idx([2], [3, 4]) },
      /train-labels gives image 1 the label 4.*4 classes \(0 to 3\)/,
    ],
  ])('refuses %s', async (_fault, change, message) => {
    await expect(read(change)).rejects.toThrow(message);
    await expect(read(change)).rejects.toThrow(UserError);
  });
});
