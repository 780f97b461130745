import { expect, test } from 'vitest';
import { noAugmentation, type Dataset, type ImageSet } from '../../data/dataset.ts';
import { findDataset } from '../../data/datasets.ts';
import { loadDataset } from '../../data/load.ts';
import { gatherBatch, pixelWords } from '../../engine/ops/gatherBatch.ts';
import { Graph } from '../../engine/graph.ts';
import { activation, flat } from '../../engine/tensor.ts';
import { expectClose } from '../../testing/allclose.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { Random } from '../../util/random.ts';
import { runWhole } from '../../util/slices.ts';
import { augmentImage } from './augment.ts';
import { classImages } from './classImages.ts';
import { viewImage } from './imageViews.ts';
import { measureData } from './statistics.ts';

/** A set whose pixels a function gives. */
function setOf(
  [count, height, width, channels]: readonly [number, number, number, number],
  value: (image: number, y: number, x: number, c: number) => number,
): ImageSet {
  const pixels = new Uint8Array(count * height * width * channels);
  pixels.forEach((_, at) => {
    const [c, x] = [at % channels, Math.floor(at / channels) % width];
    const y = Math.floor(at / channels / width) % height;
    pixels[at] = value(Math.floor(at / channels / width / height), y, x, c);
  });
  return {
    count,
    height,
    width,
    channels,
    pixels,
    labels: Uint32Array.from({ length: count }, (_, i) => i % 3),
  };
}

function datasetOf(train: ImageSet, more: Partial<Dataset> = {}): Dataset {
  const { channels, height, width } = train;
  return {
    name: 'x',
    title: 'X',
    classes: ['a', 'b', 'c'],
    shape: [channels, height, width],
    mean: new Array<number>(channels).fill(0.5),
    std: new Array<number>(channels).fill(0.25),
    augmentation: noAugmentation,
    train,
    test: train,
    trainCount: train.count,
    complete: Promise.resolve(),
    notes: () => [],
    ...more,
  };
}

test('images of a class are spread over it, with the counts of all', () => {
  const dataset = datasetOf(setOf([10, 1, 1, 1], (image) => image));
  const { images, total, trainCounts } = classImages(dataset, { label: 1, count: 2 });
  expect(images.map(({ index, label, pixels }) => [index, label, pixels[0]])).toEqual([
    [1, 'b', 1],
    [4, 'b', 4],
  ]);
  expect([total, [...trainCounts]]).toEqual([3, [4, 3, 3]]);
  expect(classImages(dataset, { label: null, count: 99 }).images.map(({ index }) => index)).toEqual([
    ...Array(10).keys(),
  ]);
  expect(() => classImages(dataset, { label: 3, count: 1 })).toThrow('There is no class 3; there are 3');
});

test('mean, deviation and correlations are those of the definition', () => {
  const random = new Random(1);
  // Pixels of pairs of columns are alike; the second channel is the first upside down, the third on its own.
  const first = Array.from({ length: 40 * 6 * 4 }, () => random.below(256));
  const train = setOf([40, 6, 8, 3], (image, y, x, c) => {
    const value = first[(image * 6 + y) * 4 + (x >> 1)]!;
    return c === 0 ? value : c === 1 ? 255 - value : random.below(256);
  });
  const found = runWhole(measureData({ train }));
  const values = [0, 1, 2].map((c) =>
    [...train.pixels].filter((_, at) => at % 3 === c).map((value) => value / 255),
  );
  const channel = (c: number) => values[c]!;
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const cov = (a: readonly number[], b: readonly number[]) => {
    const [meanA, meanB] = [mean(a), mean(b)];
    return mean(a.map((value, i) => (value - meanA) * (b[i]! - meanB)));
  };
  const pearson = (a: readonly number[], b: readonly number[]) =>
    cov(a, b) / Math.sqrt(cov(a, a) * cov(b, b));
  [0, 1, 2].forEach((c) => {
    expect(found.mean[c]).toBeCloseTo(mean(channel(c)), 10);
    expect(found.std[c]).toBeCloseTo(Math.sqrt(cov(channel(c), channel(c))), 10);
  });
  expect(found.channels[1]).toBeCloseTo(-1, 10);
  expect(found.channels[2]).toBeCloseTo(pearson(channel(0), channel(2)), 10);
  const apart = (c: number, dx: number, dy: number) => {
    const pairs = [...Array(40 * 6 * 8).keys()].filter(
      (at) => (at % 8) + dx < 8 && (Math.floor(at / 8) % 6) + dy < 6,
    );
    return pearson(
      pairs.map((at) => channel(c)[at]!),
      pairs.map((at) => channel(c)[at + dy * 8 + dx]!),
    );
  };
  expect([found.horizontal.length, found.vertical.length]).toEqual([7, 5]);
  expect(found.horizontal[0]).toBeCloseTo(mean([0, 1, 2].map((c) => apart(c, 1, 0))), 10);
  expect(found.horizontal[0]).toBeGreaterThan(0.3);
  expect(found.vertical[1]).toBeCloseTo(mean([0, 1, 2].map((c) => apart(c, 0, 2))), 10);
});

test('augmentation is shown as the kernel does it', async () => {
  const [count, side] = [12, 6];
  const random = new Random(2);
  const train = setOf([count, side, side, 3], () => random.below(256));
  const augmentation = { cropPadding: 2, flip: true };
  const [seed, step] = [77, 5];
  const graph = new Graph();
  const images = graph.external('images', activation(count, 3, side, side));
  const targets = graph.external('targets', flat(count));
  const words = pixelWords(count, [side, side, 3]);
  gatherBatch(
    graph,
    {
      parts: [{ first: 0, count, pixels: graph.external('pixels', words) }],
      labels: graph.external('labels', flat(count)),
      order: graph.external('order', flat(count)),
      ...{ images, targets },
    },
    augmentation,
  );
  const { outputs } = await evaluateTwice(graph, {
    outputs: { images },
    feeds: {
      pixels: { type: words, values: new Uint32Array(train.pixels.buffer) },
      labels: { type: flat(count), values: train.labels },
      order: { type: flat(count), values: Uint32Array.from({ length: count }, (_, i) => i) },
      images: { type: activation(count, 3, side, side), values: new Float32Array(count * 3 * side * side) },
      targets: { type: flat(count), values: new Uint32Array(count) },
    },
    step: { seed, step, first: 0, count },
  });
  const length = side * side * 3;
  const expected = Array.from({ length: count }, (_, sample) => {
    const image = train.pixels.subarray(sample * length, (sample + 1) * length);
    const bytes = augmentImage(image, train, { ...augmentation, seed, step, sample });
    return [0, 1, 2].flatMap((c) => [...bytes].filter((_, at) => at % 3 === c));
  }).flat();
  expectClose(
    outputs.images!,
    expected.map((value) => value / 255),
    1e-6,
  );
});

test('an image is shown whitened: what was alike no longer is', async () => {
  const options = { seed: 1, trainSize: 300, testSize: 10, labelNoise: 0 };
  const none = () => Promise.reject(new Error('none'));
  const dataset = await loadDataset(findDataset('glyphs-color'), { open: none, decode: none, ...options });
  const view = runWhole(viewImage(dataset, 7, { augment: true, seed: 1 }));
  expect(view.raw).toMatchObject({ width: 32, height: 32, channels: 3 });
  expect(view.augmented).toEqual([]);
  expect(view.normalized[1]).toBeCloseTo((view.raw.pixels[3]! / 255 - dataset.mean[0]!) / dataset.std[0]!, 5);
  // Over many images: neighbours of the first channel.
  const whitenedOf = (index: number) =>
    runWhole(viewImage(dataset, index, { augment: true, seed: 1 })).whitened.at(-1)!;
  const neighbours = (maps: readonly Float32Array[]) => {
    let [ab, aa] = [0, 0];
    for (const map of maps)
      for (let y = 1; y < 31; y++)
        for (let x = 1; x < 30; x++) {
          const [a, b] = [map[y * 32 + x]!, map[y * 32 + x + 1]!];
          ab += a * b;
          aa += a * a;
        }
    return ab / aa;
  };
  const indices = Array.from({ length: 5 }, (_, i) => 50 * i);
  const normalized = indices.map(
    (i) => runWhole(viewImage(dataset, i, { augment: false, seed: 1 })).normalized,
  );
  expect(neighbours(normalized)).toBeGreaterThan(0.6);
  expect(Math.abs(neighbours(indices.map(whitenedOf)))).toBeLessThan(0.2);
  expect(() => runWhole(viewImage(dataset, 300, { augment: true, seed: 1 }))).toThrow(
    'There is no training image 300; there are 300',
  );
});
