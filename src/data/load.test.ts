import { describe, expect, it } from 'vitest';
import { gzip, idx, picture, zip } from '../testing/formatFiles.ts';
import { decodeImages } from '../cli/decodeImages.ts';
import { memoryFile } from './byteFile.ts';
import type { ImageSet } from './dataset.ts';
import { findDataset } from './datasets.ts';
import { loadDataset, type LoadOptions } from './load.ts';
import { sourcesIn, type FilePlace } from './openSources.ts';

const nowhere: FilePlace = { find: () => Promise.resolve(null), list: () => Promise.resolve([]) };
const options = (change: Partial<LoadOptions> = {}): LoadOptions => ({
  open: sourcesIn(nowhere),
  decode: decodeImages,
  seed: 3,
  trainSize: null,
  testSize: null,
  labelNoise: 0,
  ...change,
});

/** MNIST with `count` training and 20 test images; an image's pixels are its number. */
function smallMnist({ count = 50, label = (i: number) => i % 10, isUnpacked = false } = {}): FilePlace {
  const files: Record<string, Uint8Array> = {};
  for (const [part, size] of [
    ['train', count],
    ['t10k', 20],
  ] as const) {
    files[`mnist/${part}-images-idx3-ubyte.gz`] = gzip(
      idx(
        [size, 28, 28],
        Array.from({ length: size * 784 }, (_, i) => Math.floor(i / 784) % 256),
      ),
    );
    const name = `mnist/${part}-labels${isUnpacked ? '.idx1-ubyte' : '-idx1-ubyte.gz'}`;
    files[name] = idx(
      [size],
      Array.from({ length: size }, (_, i) => label(i)),
    );
  }
  return {
    find: (path) => Promise.resolve(files[path] ? memoryFile(path, Uint8Array.from(files[path])) : null),
    list: () => Promise.resolve([]),
  };
}

const load = (name: string, change: Partial<LoadOptions> = {}) =>
  loadDataset(findDataset(name), options(change));
const numbers = ({ count, pixels, height, width, channels }: ImageSet) =>
  Array.from({ length: count }, (_, i) => pixels[i * height * width * channels]!);

function meanAndStd({ pixels, channels }: ImageSet, channel: number): [number, number] {
  let [sum, squares] = [0, 0];
  for (let i = channel; i < pixels.length; i += channels) {
    const value = pixels[i]! / 255;
    sum += value;
    squares += value * value;
  }
  const mean = sum / (pixels.length / channels);
  return [mean, Math.sqrt(squares / (pixels.length / channels) - mean * mean)];
}

describe('loading', () => {
  it.each(['glyphs', 'glyphs-color'])('draws %s as its row says', async (name) => {
    const row = findDataset(name);
    const progress: number[] = [];
    const data = await load(name, {
      trainSize: 2100,
      testSize: 20,
      onProgress: (done, total) => {
        expect(total).toBe(2120);
        progress.push(done);
      },
    });
    const [channels, height, width] = row.shape;
    expect(data).toMatchObject({ name, shape: row.shape, mean: row.mean, trainCount: 2100 });
    expect(data.train).toMatchObject({ count: 2100, height, width, channels });
    expect(data.test).toMatchObject({ count: 20, height, width, channels });
    expect(progress).toEqual([20, 2020, 2120]);
    for (let channel = 0; channel < channels; channel++) {
      const [mean, std] = meanAndStd(data.train, channel);
      expect(Math.abs(mean - row.mean[channel]!)).toBeLessThan(0.02);
      expect(Math.abs(std - row.std[channel]!)).toBeLessThan(0.02);
    }
  });

  it('finds files under any of their names and takes all images, or a random part of them', async () => {
    const open = sourcesIn(smallMnist({ isUnpacked: true }));
    const whole = await load('mnist', { open });
    expect([whole.train.count, whole.test.count]).toEqual([50, 20]);
    const part = await load('mnist', { open, trainSize: 10, testSize: 5 });
    expect([part.train.count, part.test.count, part.trainCount]).toEqual([10, 5, 10]);
    const chosen = numbers(part.train);
    expect(chosen).toEqual([...new Set(chosen)].sort((a, b) => a - b));
    expect([...part.train.labels]).toEqual(chosen.map((i) => i % 10));
    expect(numbers((await load('mnist', { open, trainSize: 20 })).train)).toEqual(
      expect.arrayContaining(chosen),
    );
    expect(numbers((await load('mnist', { open, trainSize: 10, seed: 4 })).train)).not.toEqual(chosen);
  });

  it('refuses sizes that a data set cannot give', async () => {
    await expect(load('mnist', { trainSize: 60_001 })).rejects.toThrow(/MNIST has 1 to 60000 training/);
    await expect(load('mnist', { testSize: 0 })).rejects.toThrow(/1 to 10000 test images, but 0/);
    const short = load('mnist', { open: sourcesIn(smallMnist()), trainSize: 51 });
    await expect(short).rejects.toThrow(
      /MNIST's training set \(mnist\/train-labels-idx1-ubyte\.gz\) has 50 images, so it cannot give 51/,
    );
    await expect(load('glyphs', { trainSize: 1.5 })).rejects.toThrow(/1.5 are asked for/);
  });

  it('says which files are missing and how to have them', async () => {
    const part = smallMnist();
    const open = sourcesIn({
      ...part,
      find: (path) => (path.includes('labels') ? Promise.resolve(null) : part.find(path)),
    });
    await expect(load('mnist', { open })).rejects.toThrow(
      /MNIST needs 4 files, but not all were found; missing: train-labels-idx1-ubyte.gz, t10k-labels-idx1-ubyte.gz.*npm run data -- mnist.*--data DIR/,
    );
    await expect(load('own')).rejects.toThrow(/Own images/);
  });

  it('refuses a set of one class', async () => {
    const open = sourcesIn(smallMnist({ label: () => 7 }));
    await expect(load('mnist', { open })).rejects.toThrow(
      /All 50 training images of MNIST \(mnist\/train-labels-idx1-ubyte\.gz\) are of one class \("7"\)/,
    );
    const archive = memoryFile('own.zip', await zip({ 'cat/a.png': await picture('png') }));
    const oneFolder = sourcesIn({ ...nowhere, list: () => Promise.resolve([archive]) });
    await expect(load('own', { open: oneFolder })).rejects.toThrow(
      /\(own\.zip\) has only one class \("cat"\)/,
    );
  });

  it('makes a share of the training labels wrong, the same ones in a part as in the whole', async () => {
    const open = sourcesIn(smallMnist({ count: 4000 }));
    const wrongOf = ({ train }: { train: ImageSet }) =>
      [...train.labels].filter((label, i) => label !== Math.floor(i) % 10).length;
    const clean = await load('mnist', { open });
    expect(wrongOf(clean)).toBe(0);
    const noisy = await load('mnist', { open, labelNoise: 0.4 });
    expect(Math.abs(wrongOf(noisy) / 4000 - 0.4)).toBeLessThan(0.03);
    expect(noisy.test.labels).toEqual(clean.test.labels);
    const noisier = await load('mnist', { open, labelNoise: 0.8 });
    noisy.train.labels.forEach((label, i) => {
      if (label !== clean.train.labels[i]) expect(noisier.train.labels[i]).toBe(label);
    });
    const again = await load('mnist', { open, labelNoise: 0.4, trainSize: 4000 });
    expect(again.train.labels).toEqual(noisy.train.labels);
  });

  it('trains on what there is room for, and says so', async () => {
    const asked: number[][] = [];
    const data = await load('mnist', {
      open: sourcesIn(smallMnist()),
      roomFor: (...request) => {
        asked.push(request);
        return Promise.resolve(30);
      },
    });
    expect(asked).toEqual([[50, 784]]);
    expect([data.train.count, data.trainCount]).toEqual([30, 30]);
    expect(data.notes()[0]).toMatch(/room for 30 of the 50 training images/);
    const same = await load('mnist', { open: sourcesIn(smallMnist()), trainSize: 30 });
    expect(data.train.pixels).toEqual(same.train.pixels);
  });

  it('returns a growing set once training can start, and the same in the end', async () => {
    const open = sourcesIn(smallMnist({ count: 6000 }));
    const whole = await load('mnist', { open, labelNoise: 0.2 });
    const growing = await load('mnist', { open, labelNoise: 0.2, isGrowing: true });
    expect(growing.train.count).toBe(1000);
    expect(growing.trainCount).toBe(6000);
    expect(growing.test.count).toBe(20);
    await growing.complete;
    expect(growing.train.count).toBe(6000);
    expect(growing.train.labels).toEqual(whole.train.labels);
    expect(Buffer.compare(growing.train.pixels, whole.train.pixels)).toBe(0);
  });

  it('keeps what came of a set that breaks off, and tells the fault', async () => {
    const place = smallMnist({ count: 6000 });
    const open = sourcesIn({
      ...place,
      find: async (path) => {
        const file = await place.find(path);
        if (!file || !path.includes('train-images')) return file;
        const bytes = await file.read(0, await file.size());
        return memoryFile(path, bytes.slice(0, -20));
      },
    });
    const growing = await load('mnist', { open, isGrowing: true });
    await expect(growing.complete).rejects.toThrow(/train-images-idx3-ubyte.gz cannot be unpacked/);
    expect(growing.train.count).toBe(5000);
    await expect(load('mnist', { open })).rejects.toThrow(/damaged or cut off/);
  });
});
