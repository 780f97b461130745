import { expect, test } from 'vitest';
import { expectClose } from '../../testing/allclose.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { Random } from '../../util/random.ts';
import { Graph } from '../graph.ts';
import { activation, flat } from '../tensor.ts';
import { gatherBatch, pixelWords, type GatherOptions } from './gatherBatch.ts';
import { view } from './view.ts';

const [count, height, width] = [7, 5, 3] as const;

function dataset(channels: number) {
  const random = new Random(3);
  const size = height * width * channels;
  const bytes = Uint8Array.from({ length: 4 * Math.ceil((count * size) / 4) }, () => random.below(256));
  const order = random.shuffle(Uint32Array.from({ length: count }, (_, i) => i));
  /** Pixel of an image, 0 to 1; zero outside. */
  const pixel = (image: number, c: number, y: number, x: number) =>
    y < 0 || x < 0 || y >= height || x >= width
      ? 0
      : bytes[image * size + (y * width + x) * channels + c]! / 255;
  return { bytes, order, labels: order.map((i) => 100 + i), pixel };
}

async function gather(
  channels: number,
  batchSize: number,
  step: object,
  { split = count, ...options }: GatherOptions & { split?: number },
) {
  const { bytes, order, labels } = dataset(channels);
  const imageType = activation(batchSize, channels, height, width);
  const graph = new Graph();
  const [images, targets] = [graph.external('images', imageType), graph.external('targets', flat(batchSize))];
  // Two parts where `split` is less than `count`.
  const length = height * width * channels;
  const parts = [
    { first: 0, count: split },
    { first: split, count: count - split },
  ].filter((part) => part.count > 0);
  const words = parts.map((part) => pixelWords(part.count, [height, width, channels]));
  gatherBatch(
    graph,
    {
      parts: parts.map((part, i) => ({ ...part, pixels: graph.external(`pixels${i}`, words[i]!) })),
      labels: graph.external('labels', flat(count)),
      order: graph.external('order', flat(count)),
      images,
      targets,
    },
    options,
  );
  const { outputs } = await evaluateTwice(graph, {
    outputs: { images, targets, memory: view(graph, images, flat(batchSize * height * width * 4)) },
    feeds: {
      ...Object.fromEntries(
        parts.map(({ first }, i) => {
          const values = new Uint8Array(4 * words[i]!.shape[0]!);
          values.set(bytes.subarray(first * length).subarray(0, values.length));
          return [`pixels${i}`, { type: words[i]!, values: new Uint32Array(values.buffer) }];
        }),
      ),
      labels: { type: flat(count), values: labels },
      order: { type: flat(count), values: order },
      images: { type: imageType, values: new Float32Array(batchSize * channels * height * width).fill(NaN) },
      targets: { type: flat(batchSize), values: new Uint32Array(batchSize) },
    },
    step: { seed: 5, ...step },
  });
  const bits = new Uint32Array(new Float32Array(outputs.targets!).buffer);
  return { images: outputs.images!, targets: [...bits], memory: outputs.memory! };
}

test.each([1, 3])('takes images and labels in order and normalises them: %i channels', async (channels) => {
  const { order, labels, pixel } = dataset(channels);
  const mean = [0.5, 0.4, 0.3].slice(0, channels);
  const deviation = [0.25, 0.2, 0.1].slice(0, channels);
  const result = await gather(channels, 4, { first: 2, count: 3 }, { mean, deviation });
  const expected: number[] = [];
  for (let n = 0; n < 4; n++)
    for (let c = 0; c < channels; c++)
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++)
          expected.push(n < 3 ? (pixel(order[2 + n]!, c, y, x) - mean[c]!) / deviation[c]! : 0);
  expectClose(result.images, expected, 1e-6);
  expect(result.targets).toEqual([...[2, 3, 4].map((i) => labels[order[i]!]), 0xffff_ffff]);
  const padding = result.memory.filter((_, i) => i % 4 >= channels);
  expect(padding.every((value) => value === 0)).toBe(true);
});

test('crops out of zeros around the image and mirrors, differently for each image and step', async () => {
  const { order, pixel } = dataset(1);
  const seen = new Set<string>();
  for (let step = 0; step < 8; step++) {
    const { images } = await gather(1, count, { step, count }, { cropPadding: 2, flip: true, mean: [0.5] });
    for (let n = 0; n < count; n++) {
      const image = [...images.subarray(n * height * width, (n + 1) * height * width)];
      const found = placements().filter(({ dy, dx, flip }) =>
        image.every((value, i) => {
          const [y, x] = [Math.floor(i / width), i % width];
          const from = pixel(order[n]!, 0, y + dy, (flip ? width - 1 - x : x) + dx);
          return Math.abs(value - (from - 0.5)) < 1e-6;
        }),
      );
      expect(found).toHaveLength(1);
      seen.add(JSON.stringify(found[0]));
    }
  }
  // 56 draws out of 50 placements: far fewer than 25 different ones would mean that they are not independent.
  expect(seen.size).toBeGreaterThan(25);
});

/** All shifts by at most 2 pixels, plain and mirrored. */
function placements() {
  const shifts = [-2, -1, 0, 1, 2];
  return shifts.flatMap((dy) => shifts.flatMap((dx) => [true, false].map((flip) => ({ dy, dx, flip }))));
}

test('refuses statistics of another number of channels', async () => {
  await expect(gather(3, 2, { count: 2 }, { mean: [0.5] })).rejects.toThrow('images have 3 channels');
});

test.each([1, 3])('gives the same batch from parts as from one buffer: %i channels', async (channels) => {
  const options = { cropPadding: 1, flip: true };
  const whole = await gather(channels, 4, { first: 1, count: 4 }, options);
  for (const split of [1, 3, 6])
    expect(await gather(channels, 4, { first: 1, count: 4 }, { ...options, split })).toEqual(whole);
  // The last batch is short: what is left of it is empty, whichever part comes last.
  const end = await gather(channels, 4, { first: 5, count: 2 }, { split: 3 });
  expect(end.targets.slice(2)).toEqual([0xffffffff, 0xffffffff]);
  expect(end).toEqual(await gather(channels, 4, { first: 5, count: 2 }, {}));
});
