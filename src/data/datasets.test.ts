import { describe, expect, it } from 'vitest';
import { UserError } from '../util/assert.ts';
import { subset } from './dataset.ts';
import type { ImageSet, LoadOptions, ReadBytes } from './dataset.ts';
import { datasets, findDataset } from './datasets.ts';

const noFiles: ReadBytes = () => Promise.resolve(null);
const options: LoadOptions = { readBytes: noFiles, seed: 3, trainSize: null, testSize: null };

/** MNIST with 50 training and 20 test images; pixel values tell images apart. */
const smallMnist: ReadBytes = (path) => {
  const count = path.includes('train') ? 50 : 20;
  const isImages = path.includes('images');
  const shape = isImages ? [count, 28, 28] : [count];
  const length = isImages ? count * 784 : count;
  const bytes = new Uint8Array(4 + 4 * shape.length + length);
  bytes.set([0, 0, 8, shape.length]);
  shape.forEach((size, i) => new DataView(bytes.buffer).setUint32(4 + 4 * i, size));
  for (let i = 0; i < length; i++) bytes[4 + 4 * shape.length + i] = isImages ? Math.floor(i / 784) : i % 10;
  return Promise.resolve(path.endsWith('.gz') ? null : bytes);
};

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

describe('table of data sets', () => {
  it('has a complete row for each name', () => {
    expect(datasets.map(({ name }) => name)).toEqual(['glyphs', 'glyphs-color', 'mnist']);
    for (const { classes, shape, mean, std, licence, citation, ...row } of datasets) {
      expect(classes).toHaveLength(10);
      expect([mean.length, std.length]).toEqual([shape[0], shape[0]]);
      expect(row.trainSize).toBeLessThanOrEqual(row.maxTrainSize);
      expect(row.testSize).toBeLessThanOrEqual(row.maxTestSize);
      expect([licence, citation]).not.toContain('');
    }
  });

  it('names the valid data sets when one is unknown', () => {
    expect(() => findDataset('minst')).toThrow(/"minst"; choose one of glyphs, glyphs-color, mnist/);
    expect(() => findDataset('minst')).toThrow(UserError);
    expect(findDataset('mnist').title).toBe('MNIST');
  });

  it.each(['glyphs', 'glyphs-color'])('draws %s as its row says', async (name) => {
    const row = findDataset(name);
    const progress: number[] = [];
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(2020);
      progress.push(done);
    };
    const data = await row.load({ ...options, trainSize: 2000, testSize: 20, onProgress });
    const [channels, height, width] = row.shape;
    expect(data).toMatchObject({ name, shape: row.shape, mean: row.mean });
    expect(data.train).toMatchObject({ count: 2000, height, width, channels });
    expect(data.test).toMatchObject({ count: 20, height, width, channels });
    expect(progress.at(-1)).toBe(2020);
    for (let channel = 0; channel < channels; channel++) {
      const [mean, std] = meanAndStd(data.train, channel);
      expect(Math.abs(mean - row.mean[channel]!)).toBeLessThan(0.02);
      expect(Math.abs(std - row.std[channel]!)).toBeLessThan(0.02);
    }
  });

  it('reads MNIST, whole or a random part of it', async () => {
    const row = findDataset('mnist');
    const whole = await row.load({ ...options, readBytes: smallMnist });
    expect([whole.train.count, whole.test.count]).toEqual([50, 20]);
    const part = await row.load({ ...options, readBytes: smallMnist, trainSize: 10, testSize: 5 });
    expect([part.train.count, part.test.count]).toEqual([10, 5]);
    const again = await row.load({ ...options, readBytes: smallMnist, trainSize: 10, testSize: 5 });
    expect(again).toEqual(part);
    const other = await row.load({ ...options, readBytes: smallMnist, trainSize: 10, testSize: 5, seed: 4 });
    expect(other.train.pixels).not.toEqual(part.train.pixels);
  });

  it('refuses sizes that a data set cannot give', async () => {
    const mnist = findDataset('mnist');
    await expect(mnist.load({ ...options, trainSize: 60_001 })).rejects.toThrow(
      /MNIST has 1 to 60000 training/,
    );
    await expect(mnist.load({ ...options, testSize: 0 })).rejects.toThrow(/1 to 10000 test images, but 0/);
    const short = mnist.load({ ...options, readBytes: smallMnist, trainSize: 51 });
    await expect(short).rejects.toThrow(/MNIST's training set has 50 images, so it cannot give 51/);
    await expect(findDataset('glyphs').load({ ...options, trainSize: 1.5 })).rejects.toThrow(UserError);
  });
});

describe('subset', () => {
  const set: ImageSet = {
    count: 40,
    height: 1,
    width: 2,
    channels: 1,
    pixels: Uint8Array.from({ length: 80 }, (_, i) => i),
    labels: Uint32Array.from({ length: 40 }, (_, i) => i * 3),
  };
  const take = (size: number | null, seed = 0) => subset(set, size, { seed, what: 'It' });

  it('keeps images with their labels, each at most once, in order', () => {
    const part = take(15);
    const chosen = [...part.labels].map((label) => label / 3);
    expect(new Set(chosen).size).toBe(15);
    expect(chosen).toEqual([...chosen].sort((a, b) => a - b));
    expect([...part.pixels]).toEqual(chosen.flatMap((i) => [2 * i, 2 * i + 1]));
    expect(take(null)).toBe(set);
    expect(take(40)).toBe(set);
  });

  it('grows with its size and changes with its seed', () => {
    expect([...take(25).labels]).toEqual(expect.arrayContaining([...take(15).labels]));
    expect(take(15, 1).labels).not.toEqual(take(15).labels);
  });
});
