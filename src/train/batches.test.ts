import { expect, test } from 'vitest';
import type { Dataset } from '../data/dataset.ts';
import { GrowingImages } from '../data/growingImages.ts';
import { bufferUsage, type BufferCounter } from '../gpu/executor.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import { packStep, stepUniformBytes } from '../gpu/stepUniform.ts';
import { testGpu } from '../testing/device.ts';
import { Batches } from './batches.ts';
import { defaultConfig } from './config.ts';
import { planRun } from './plan.ts';

const [side, batchSize, capacity] = [3, 8, 21];
const length = side * side;

/** Images whose pixels are their number plus one. */
function images(first: number, count: number) {
  const pixels = Uint8Array.from({ length: count * length }, (_, i) => first + Math.floor(i / length) + 1);
  const labels = Uint32Array.from({ length: count }, (_, i) => 100 + first + i);
  return { count, height: side, width: side, channels: 1, pixels, labels };
}

async function open(train: GrowingImages, bindingBytes?: number) {
  const gpu = await testGpu();
  const counter: BufferCounter = { created: 0, destroyed: 0, bytes: 0 };
  const dataset: Dataset = {
    ...{ name: 'tiny', title: 'Tiny', classes: ['a', 'b'], shape: [1, side, side] },
    ...{ mean: [0], std: [1 / 255], augmentation: { cropPadding: 0, flip: false } },
    ...{ train, test: images(0, 5), trainCount: capacity, complete: Promise.resolve(), notes: () => [] },
  };
  const config = { ...defaultConfig, batchSize };
  const { device } = gpu;
  const stepUniform = device.createBuffer({
    size: stepUniformBytes,
    usage: bufferUsage.uniform | bufferUsage.copyTarget,
  });
  const batches = await Batches.create({
    ...{ gpu, pipelines: new PipelineCache(gpu), counter, config, dataset, stepUniform, seed: 4 },
    plan: planRun(config, dataset),
    ...(bindingBytes !== undefined && { bindingBytes }),
  });
  const read = async (name: string, size: number) => {
    const copy = device.createBuffer({ size, usage: bufferUsage.copyTarget | bufferUsage.mapRead });
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(batches.externals[name]!, 0, copy, 0, size);
    device.queue.submit([encoder.finish()]);
    await copy.mapAsync(1);
    return copy.getMappedRange().slice(0);
  };
  return {
    counter,
    batches,
    /** Numbers of the images of a step, after their labels, and every pixel, were compared. */
    step: async (step: number) => {
      const range = batches.prepare(step);
      device.queue.writeBuffer(stepUniform, 0, packStep({ step, seed: 0, ...range }));
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      batches.encodeTrain(pass);
      pass.end();
      device.queue.submit([encoder.finish()]);
      const labels = [...new Uint32Array(await read('labels', 4 * batchSize))];
      const pixels = new Float32Array(await read('images', 16 * batchSize * length));
      const numbers = labels.map((label) => label - 100);
      numbers.forEach((number, n) => {
        for (let i = 0; i < length; i++) expect(pixels[4 * (n * length + i)]).toBeCloseTo(number + 1, 3);
      });
      return numbers;
    },
  };
}

test('a set in many small buffers gives the batches of one in a large buffer', async () => {
  const train = new GrowingImages(capacity, [1, side, side]);
  train.append(images(0, capacity));
  const whole = await open(train);
  // Parts of four images, 36 bytes; the last of one.
  const parts = await open(train, 40);
  for (let step = 0; step < 6; step++) expect(await parts.step(step)).toEqual(await whole.step(step));
  parts.batches.destroy();
  whole.batches.destroy();
  expect(parts.counter.created).toBeGreaterThan(whole.counter.created + 4);
  expect([parts.counter.created, parts.counter.bytes]).toEqual([parts.counter.destroyed, 0]);
});

test('images that come later are trained on, in whichever buffer and at whichever byte they lie', async () => {
  const train = new GrowingImages(capacity, [1, side, side]);
  train.append(images(0, 3));
  const { batches, step } = await open(train, 40);
  expect(new Set(await step(0))).toEqual(new Set([0, 1, 2]));
  for (const count of [2, 1, 9, 6]) train.append(images(train.count, count));
  const seen = new Set<number>();
  for (let i = 1; i < 7; i++) for (const number of await step(i)) seen.add(number);
  expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: capacity }, (_, i) => i));
  batches.destroy();
});
