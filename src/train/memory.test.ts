import { expect, test } from 'vitest';
import { models } from '../nn/models/catalogue.ts';
import { defaultConfig, defaultLane, type TrainConfig } from './config.ts';
import { bufferAdvice, describeLane, estimateMemory, memoryAdvice } from './memory.ts';

const info = {
  shape: [3, 32, 32] as const,
  classes: Array.from({ length: 10 }, (_, i) => `${i}`),
  trainSize: 50_000,
  testSize: 10_000,
};
const config: TrainConfig = { ...defaultConfig, model: 'vgg11' };

test('the estimate adds lanes, images and batches', () => {
  const { lanes, images, batches, total } = estimateMemory(config, info);
  expect(lanes).toHaveLength(2);
  expect(images).toBe(60_000 * (3072 + 4));
  expect(batches).toBe(2 * 128 * 32 * 32 * 4 * 4);
  expect(total).toBe(lanes[0]!.total + lanes[1]!.total + images + batches);
  const fewer = estimateMemory({ ...config, trainSize: 1000, testSize: 1000, batchSize: 64 }, info);
  expect(fewer.images).toBe(2000 * 3076);
  expect(fewer.total).toBeLessThan(total);
});

test('a run that does not fit says what it needs and what would need less', () => {
  expect(memoryAdvice(config, info)).toMatch(
    /^vgg11 needs about [\d.]+ [GM]B at batch size 128 and width 1; it would need [\d.]+ [GM]B at batch size 64, or [\d.]+ [GM]B at width 0\.5\.$/,
  );
  expect(memoryAdvice({ ...config, batchSize: 1, width: 0.05 }, info)).toMatch(
    /at batch size 1 and width 0\.05; a smaller model would need less\.$/,
  );
});

test.each(models.filter(({ normalizations }) => normalizations.includes('deconv')))(
  'the least width can be estimated: $name',
  ({ name: model }) => {
    const lanes = [{ ...defaultLane, normalization: 'deconv' } as const];
    const narrow = { ...config, model, width: 0.1, lanes };
    expect(memoryAdvice(narrow, { ...info, shape: [3, 64, 64] })).toContain('at width 0.05');
  },
);

test('a narrow perceptron whitens all of its features together', () => {
  const lane = { ...defaultLane, normalization: 'deconv' } as const;
  const { layers } = describeLane({ ...config, model: 'mlp', width: 0.1 }, lane, info);
  expect(layers.map(({ deconv }) => deconv?.features).filter((features) => features !== undefined)).toEqual([
    32, 12, 12,
  ]);
});

test('a buffer that is too large names a batch size and a width that fit, and they do', () => {
  const lane = { ...defaultLane, normalization: 'deconv' } as const;
  const largest = describeLane(config, lane, info).memory.largestBuffer;
  expect(bufferAdvice(config, lane, { info, largest, limitBytes: largest })).toBeNull();
  const limitBytes = largest / 3;
  const advice = bufferAdvice(config, lane, { info, largest, limitBytes })!;
  const [, width] = /width ([\d.]+)\.$/.exec(advice)!;
  expect(
    describeLane({ ...config, width: Number(width) }, lane, info).memory.largestBuffer,
  ).toBeLessThanOrEqual(limitBytes);
  expect(bufferAdvice(config, lane, { info, largest, limitBytes: 1000 })).toContain('Choose a smaller model');
});

/** Floats of the activations if nothing shared memory, over what the plan takes. */
test.each(['densenet121', 'dpn92', 'pnasnet_a'])('%s has a planned-memory figure at batch 128', (model) => {
  const { memory } = describeLane({ ...config, model }, { ...defaultLane, normalization: 'deconv' }, info);
  expect(memory.activations).toBeLessThan(0.75 * memory.unplannedActivations);
});
