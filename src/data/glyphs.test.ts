import { describe, expect, it } from 'vitest';
import { hash32 } from '../util/random.ts';
import type { ImageSet } from './dataset.ts';
import { digitStrokes } from './digitStrokes.ts';
import { generateGlyphs } from './glyphs.ts';
import { createTexture, textureSize } from './texture.ts';

const gray = { seed: 0, split: 'train', color: false } as const;

function checksum(values: Uint8Array | Uint32Array): number {
  let state = 0;
  for (const value of values) state = hash32(state ^ value);
  return state;
}

/** Correlation of two equally long lists. */
function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  const covariance = mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
  const variance = (values: readonly number[], center: number) => mean(values.map((v) => (v - center) ** 2));
  return covariance / Math.sqrt(variance(a, meanA) * variance(b, meanB));
}

/** Test accuracy of softmax regression after one pass with SGD, momentum 0.9, batches of 100. */
function linearAccuracy(train: ImageSet, test: ImageSet): number {
  const length = train.pixels.length / train.count;
  const weights = new Float32Array(10 * (length + 1));
  const velocity = new Float32Array(weights.length);
  const gradient = new Float32Array(weights.length);
  const input = new Float32Array(length + 1).fill(1);
  const classify = (set: ImageSet, image: number): number[] => {
    for (let j = 0; j < length; j++) input[j] = (set.pixels[image * length + j]! / 255 - 0.314) / 0.253;
    const logits: number[] = [];
    for (let c = 0; c < 10; c++) {
      let sum = 0;
      for (let j = 0; j <= length; j++) sum += weights[c * (length + 1) + j]! * input[j]!;
      logits.push(sum);
    }
    return logits;
  };
  const batchSize = 100;
  for (let i = 0; i < train.count; i++) {
    const logits = classify(train, i);
    const exponentials = logits.map((logit) => Math.exp(logit - Math.max(...logits)));
    const total = exponentials.reduce((a, b) => a + b);
    for (let c = 0; c < 10; c++) {
      const error = (exponentials[c]! / total - (train.labels[i] === c ? 1 : 0)) / batchSize;
      for (let j = 0; j <= length; j++) gradient[c * (length + 1) + j]! += error * input[j]!;
    }
    if ((i + 1) % batchSize !== 0) continue;
    const learningRate = 0.01 * (1 - i / train.count);
    for (let w = 0; w < weights.length; w++) {
      velocity[w] = 0.9 * velocity[w]! + gradient[w]!;
      weights[w]! -= learningRate * velocity[w]!;
    }
    gradient.fill(0);
  }
  let right = 0;
  for (let i = 0; i < test.count; i++) {
    const logits = classify(test, i);
    if (logits.indexOf(Math.max(...logits)) === test.labels[i]) right++;
  }
  return right / test.count;
}

describe('glyphs', () => {
  it('gives the same bytes on every machine', async () => {
    const small = await generateGlyphs({ ...gray, count: 200 });
    const color = await generateGlyphs({ ...gray, count: 50, color: true });
    expect([checksum(small.pixels), checksum(small.labels), checksum(color.pixels)]).toEqual([
      3924795935, 3764628843, 656767233,
    ]);
  });

  it('draws image i from the seed, the split and i alone', async () => {
    const large = await generateGlyphs({ ...gray, count: 300 });
    const small = await generateGlyphs({ ...gray, count: 7 });
    expect(small.pixels).toEqual(large.pixels.slice(0, 7 * 784));
    expect(small.labels).toEqual(large.labels.slice(0, 7));
    const test = await generateGlyphs({ ...gray, count: 300, split: 'test' });
    const other = await generateGlyphs({ ...gray, count: 300, seed: 1 });
    const images = [large, test, other].flatMap((set) =>
      Array.from({ length: 300 }, (_, i) => set.pixels.subarray(i * 784, (i + 1) * 784).join()),
    );
    expect(new Set(images).size).toBe(900);
  });

  it('has the announced shapes and every class about equally often', async () => {
    const set = await generateGlyphs({ ...gray, count: 2000 });
    expect(set).toMatchObject({ count: 2000, height: 28, width: 28, channels: 1 });
    expect(set.pixels.length).toBe(2000 * 28 * 28);
    const counts = Array.from(
      { length: 10 },
      (_, digit) => set.labels.filter((label) => label === digit).length,
    );
    expect(Math.min(...counts)).toBeGreaterThan(140);
    expect(counts.reduce((a, b) => a + b)).toBe(2000);
    const color = await generateGlyphs({ ...gray, count: 3, color: true });
    expect(color).toMatchObject({ count: 3, height: 32, width: 32, channels: 3 });
    expect(color.pixels.length).toBe(3 * 32 * 32 * 3);
  });

  it('is too hard for a linear model, but far from hopeless', async () => {
    const train = await generateGlyphs({ ...gray, count: 10_000 });
    const test = await generateGlyphs({ ...gray, count: 1000, split: 'test' });
    const accuracy = linearAccuracy(train, test);
    expect(accuracy).toBeGreaterThan(0.55);
    expect(accuracy).toBeLessThan(0.85);
  });

  it('correlates neighbouring pixels and channels, which is what deconvolution removes', async () => {
    const { pixels, count } = await generateGlyphs({ ...gray, count: 400, color: true });
    const positions = Array.from(
      { length: count },
      (_, i) => (i * 1024 + 32 * ((i * 7) % 32) + ((i * 11) % 31)) * 3,
    );
    const at = (offset: number) => positions.map((position) => pixels[position + offset]!);
    expect(correlation(at(0), at(3))).toBeGreaterThan(0.75);
    expect(correlation(at(0), at(1))).toBeGreaterThan(0.8);
    expect(correlation(at(0), at(1))).toBeLessThan(0.99);
  });

  it('tells its progress and lets other work run meanwhile', async () => {
    const calls: number[] = [];
    let turns = 0;
    const timer = setInterval(() => turns++, 1);
    await generateGlyphs({ ...gray, count: 6000, onProgress: (done) => calls.push(done) });
    clearInterval(timer);
    expect(calls.at(-1)).toBe(6000);
    expect(calls).toEqual([...calls].sort((a, b) => a - b));
    expect(calls.length).toBeGreaterThan(1);
    expect(turns).toBeGreaterThan(0);
  });

  it('knows at least two ways of writing each digit, all inside their box', () => {
    expect(digitStrokes).toHaveLength(10);
    for (const variants of digitStrokes) {
      expect(variants.length).toBeGreaterThan(1);
      for (const { points } of variants.flat()) {
        expect(points.length).toBeGreaterThanOrEqual(4);
        expect(points.every((value) => Math.abs(value) <= 0.5)).toBe(true);
      }
    }
  });
});

describe('texture', () => {
  it('has mean 0, variance 1 and no seam', () => {
    const texture = createTexture(5);
    expect(texture.reduce((sum, value) => sum + value, 0) / texture.length).toBeCloseTo(0, 10);
    expect(texture.reduce((sum, value) => sum + value * value, 0) / texture.length).toBeCloseTo(1, 10);
    const column = (x: number) =>
      Array.from({ length: textureSize }, (_, y) => texture[y * textureSize + x]!);
    expect(correlation(column(textureSize - 1), column(0))).toBeGreaterThan(0.6);
  });

  it('has a 1/f spectrum: differences grow slowly with distance', () => {
    const textures = Array.from({ length: 8 }, (_, seed) => createTexture(seed));
    // Half of the mean squared difference of pixels `lag` apart, of variance 1.
    const variogram = (lag: number) =>
      textures.reduce((total, texture) => {
        const differences = texture.map((value, i) => {
          const row = i - (i % textureSize);
          return (value - texture[row + ((i + lag) % textureSize)]!) ** 2;
        });
        return total + differences.reduce((sum, value) => sum + value, 0) / texture.length;
      }, 0) /
      (2 * textures.length);
    const values = [1, 2, 4, 8, 16].map(variogram);
    const growth = values.slice(1).map((value, i) => value - values[i]!);
    // Same energy in every octave: each doubling of the distance adds about the same.
    expect(Math.min(...growth)).toBeGreaterThan(0.05);
    expect(Math.max(...growth)).toBeLessThan(0.3);
  });
});
