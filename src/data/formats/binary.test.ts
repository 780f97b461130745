import { describe, expect, it } from 'vitest';
import {
  cifarRecords,
  digitsMat,
  formatOptions,
  gzip,
  labelsOf,
  matArray,
  matFile,
  openFile,
  range,
  readAll,
  tar,
} from '../../testing/formatFiles.ts';
import { readCifar } from './cifar.ts';
import { readStl10 } from './stl10.ts';
import { readSvhn } from './svhn.ts';

const options = formatOptions();

describe('CIFAR records', () => {
  const train = cifarRecords([[3], [0], [1]]);
  const test = cifarRecords([[2]]);
  const files = (change: { train?: Uint8Array; test?: Uint8Array } = {}) => [
    openFile('train', 'data_batch_1.bin', change.train ?? train),
    openFile('train', 'data_batch_2.bin', cifarRecords([[1]])),
    openFile('test', 'test_batch.bin', change.test ?? test),
  ];

  it('become images, their planes interleaved', async () => {
    const reading = await readCifar(files(), options);
    expect(reading.layout.counts).toEqual({ train: 4, test: 1 });
    const parts = await readAll(reading);
    expect(labelsOf(parts.train)).toEqual([3, 0, 1, 1]);
    const [first] = parts.train;
    // Red, green and blue of pixel 1 stand 16 bytes apart.
    expect([...first!.pixels.subarray(3, 6)]).toEqual([1, 17, 33]);
    expect(first).toMatchObject({ height: 4, width: 4, channels: 3 });
  });

  it('of CIFAR-100 have a coarse and a fine label', async () => {
    const records = cifarRecords([
      [1, 3],
      [0, 2],
    ]);
    const both = [openFile('train', 'train.bin', records), openFile('test', 'test.bin', records)];
    const fine = await readAll(await readCifar(both, { ...options, labels: 'fine_label' }));
    const coarse = await readAll(await readCifar(both, { ...options, labels: 'coarse_label' }));
    expect([labelsOf(fine.train), labelsOf(coarse.train)]).toEqual([
      [3, 2],
      [1, 0],
    ]);
    expect(fine.train[0]!.pixels).toEqual(coarse.train[0]!.pixels);
  });

  it('are found inside of the tar.gz, in the order of their names', async () => {
    const archive = gzip(
      await tar({
        'cifar-10-batches-bin/data_batch_2.bin': cifarRecords([[1]]),
        'cifar-10-batches-bin/readme.html': new Uint8Array(700),
        'cifar-10-batches-bin/data_batch_1.bin': train,
        'cifar-10-batches-bin/test_batch.bin': test,
      }),
    );
    const parts = await readAll(await readCifar([openFile('all', 'cifar.tar.gz', archive)], options));
    expect(parts).toEqual(await readAll(await readCifar(files(), options)));
    const cut = openFile('all', 'cifar.tar.gz', archive.slice(0, -100));
    await expect(readCifar([cut], options)).rejects.toThrow(/^cifar.tar.gz cannot be unpacked/);
    const other = openFile('all', 'other.tar', await tar({ 'a.txt': new Uint8Array(3) }));
    await expect(readCifar([other], options)).rejects.toThrow(/other.tar holds no data_batch_1.bin/);
    const noise = openFile('all', 'noise.tar', Uint8Array.from(range(4096, 7)));
    await expect(readCifar([noise], options)).rejects.toThrow(/noise.tar/);
    const whole = await tar({ 'data_batch_1.bin': train, 'test_batch.bin': test });
    const short = openFile('all', 'short.tar', whole.slice(0, 600));
    await expect(readCifar([short], options)).rejects.toThrow(/short.tar/);
  });

  it('that are cut off, empty, or have labels out of range are refused', async () => {
    const read = async (change: Parameters<typeof files>[0]) =>
      readAll(await readCifar(files(change), options));
    await expect(read({ train: train.slice(0, -1) })).rejects.toThrow(
      /data_batch_1.bin has 146 bytes, .* records of 49/,
    );
    await expect(read({ test: new Uint8Array(0) })).rejects.toThrow(/test_batch.bin is empty/);
    await expect(read({ train: cifarRecords([[0], [4]]) })).rejects.toThrow(
      /data_batch_1.bin gives image 1 the label 4/,
    );
  });
});

describe('STL-10', () => {
  const images = Uint8Array.from(range(96));
  const files = (labels: readonly number[] = [1, 4], planes: Uint8Array = images) => [
    openFile('trainImages', 'train_X.bin', planes),
    openFile('trainLabels', 'train_y.bin', Uint8Array.from(labels)),
    openFile('testImages', 'test_X.bin', images),
    openFile('testLabels', 'test_y.bin', Uint8Array.of(2, 3)),
  ];

  it('has column-major planes and labels from 1', async () => {
    const parts = await readAll(await readStl10(files(), options));
    expect(labelsOf(parts.train)).toEqual([0, 3]);
    // Pixel 1 of row 0 is the first of column 1.
    expect([...parts.train[0]!.pixels.subarray(3, 6)]).toEqual([4, 20, 36]);
  });

  it('is found inside of the tar.gz', async () => {
    const held = Object.fromEntries(
      await Promise.all(
        files().map(async ({ file }) => [`stl10_binary/${file.name}`, await file.read(0, 96)] as const),
      ),
    );
    const archive = openFile(
      'all',
      'stl10.tar.gz',
      gzip(await tar({ ...held, 'stl10_binary/unlabeled_X.bin': images })),
    );
    expect(await readAll(await readStl10([archive], options))).toEqual(
      await readAll(await readStl10(files(), options)),
    );
  });

  it('refuses what does not fit together', async () => {
    await expect(readStl10(files([1]), options)).rejects.toThrow(
      /train_X.bin has 2 images, but train_y.bin has 1 labels/,
    );
    await expect(readStl10(files([1, 4], images.slice(1)), options)).rejects.toThrow(
      /train_X.bin has 95 bytes/,
    );
    await expect(readStl10(files([0, 4]), options)).rejects.toThrow(/train_y.bin gives image 0 the label/);
    await expect(readStl10(files([]), options)).rejects.toThrow(/train_y.bin is empty/);
  });
});

describe('SVHN', () => {
  const files = (train: Uint8Array) => [
    openFile('train', 'train_32x32.mat', train),
    openFile('test', 'test_32x32.mat', digitsMat([2])),
  ];
  const digits = { ...options, classes: Array.from({ length: 10 }, (_, i) => String(i)) };
  const read = async (train: Uint8Array) => readAll(await readSvhn(files(train), digits));

  it('gives images and labels, packed or not, labels as bytes or doubles', async () => {
    const parts = await read(digitsMat([10, 1, 9]));
    expect(labelsOf(parts.train)).toEqual([0, 1, 9]);
    expect([...parts.train[0]!.pixels.subarray(3, 6)]).toEqual([4, 20, 36]);
    expect(await read(digitsMat([10, 1, 9], { isPacked: false }))).toEqual(parts);
    expect(await read(digitsMat([10, 1, 9], { type: 9 }))).toEqual(parts);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['another file', new TextEncoder().encode('<html>'.repeat(40)), /not that of version 5/],
    ['a short file', new Uint8Array(90), /has only 90 bytes/],
    ['a file that is cut off', digitsMat([1, 2]).slice(0, -30), /cut off: an element ends at byte/],
    ['no labels', matFile([matArray('X', [4, 4, 3, 1], 2, new Uint8Array(48))]), /no array y/],
    [
      'other images',
      matFile([
        matArray('X', [5, 4, 3, 1], 2, new Uint8Array(60)),
        matArray('y', [1, 1], 2, Uint8Array.of(1)),
      ]),
      /images X of 5 x 4 x 3 x 1, but 4 x 4 x 3 x N/,
    ],
    [
      'counts that differ',
      matFile([
        matArray('X', [4, 4, 3, 2], 2, new Uint8Array(96)),
        matArray('y', [1, 1], 2, Uint8Array.of(1)),
      ]),
      /2 images in X, but 1 labels in y/,
    ],
    ['labels out of range', digitsMat([1, 11]), /gives image 1 the label 11/],
    [
      'missing values',
      matFile([
        matArray('X', [4, 4, 3, 1], 2, new Uint8Array(8)),
        matArray('y', [1, 1], 2, Uint8Array.of(1)),
      ]),
      /8 bytes of type 2 in X, but 48/,
    ],
  ])('refuses %s', async (_fault, train, message) => {
    await expect(read(train)).rejects.toThrow(message);
    await expect(read(train)).rejects.toThrow(/^train_32x32.mat/);
  });
});
