import { expect, test } from 'vitest';
import type { Normalization } from './blocks.ts';
import { describeModel } from './describe.ts';
import type { ModelOptions } from './models/model.ts';

interface Described {
  readonly normalization?: Normalization;
  readonly side?: number;
  readonly batchSize?: number;
  readonly options?: Partial<ModelOptions>;
}

const describe = (model: string, described: Described = {}) => {
  const { normalization = 'deconv', side = 32, batchSize = 2, options } = described;
  return describeModel({
    model,
    inputShape: [3, side, side],
    batchSize,
    options: { classes: 10, normalization, ...options },
  });
};

/** PAPER §4: multiply-adds of convolutions and linear layers for one image; batch norms, deconvolution layers. */
test.each([
  ['vgg11', 152_769_536, 8, 8],
  ['vgg13', 228_267_008, 10, 10],
  ['vgg16', 313_201_664, 13, 13],
  ['vgg19', 398_136_320, 16, 16],
  ['resnet18', 555_422_720, 20, 20],
  ['resnet50', 1_297_829_888, 53, 53],
  ['preact_resnet18', 555_422_720, 16, 20],
  ['densenet121', 888_350_720, 120, 120],
  ['resnext29_32x4d', 772_483_072, 31, 31],
  ['mobilenet_v2', 91_154_944, 57, 57],
  ['dpn92', 2_042_422_272, 95, 95],
  ['pnasnet_a', 28_037_856, 23, 23],
  ['pnasnet_b', 74_474_752, 83, 83],
  ['senet18', 555_509_760, 17, 36],
  ['efficientnet_b0', 26_977_792, 51, 1],
])('%s has the multiply-adds and layers of the published model', (model, multiplyAdds, norms, deconvs) => {
  const [batch, deconv] = (['batch', 'deconv'] as const).map((normalization) =>
    describe(model, { normalization }),
  );
  expect(batch!.multiplyAdds).toBe(multiplyAdds);
  expect(deconv!.multiplyAdds).toBe(multiplyAdds);
  expect(batch!.layers.filter(({ type }) => type === 'batchNorm2d')).toHaveLength(norms);
  expect(deconv!.layers.filter(({ type }) => type === 'deconvConv2d')).toHaveLength(deconvs);
  expect(deconv!.layers.filter(({ type }) => type === 'deconvLinear')).toHaveLength(1);
});

/** PAPER §4, ImageNet variants: multiply-adds to four digits; batch norms that deconvolution models keep. */
test.each([
  ['resnet18d', 1.814, 3],
  ['resnet50d', 4.089, 4],
  ['densenet121d', 2.834, 0],
  ['vgg11d', 7.609, 0],
])('%s takes %f billion multiply-adds for an image of 224x224', (model, billions, norms) => {
  const { multiplyAdds, layers } = describe(model, { side: 224, batchSize: 1, options: { classes: 1000 } });
  expect(multiplyAdds / 1e9).toBeCloseTo(billions, 3);
  expect(layers.filter(({ type }) => type === 'batchNorm2d')).toHaveLength(norms);
  expect(layers[0]!.deconv).toMatchObject({ iterations: 15, freeze: true });
});

test.each(['vgg11d', 'resnet18d', 'resnet50d', 'densenet121d'])(
  '%s takes images of 64, 96 and 128',
  (model) => {
    for (const side of [64, 96, 128])
      expect(describe(model, { side, options: { width: 0.25 } }).layers.at(-1)!.outputShape).toEqual([10]);
  },
);

test('a row says what a layer is, has and takes', () => {
  const { layers, parameters, statistics, memory } = describe('resnext29_32x4d', { batchSize: 4 });
  const layer = layers.find(({ name }) => name === 'layer2.0.conv2')!;
  expect(layer).toMatchObject({
    type: 'deconvConv2d',
    outputShape: [256, 16, 16],
    window: { kernelSize: 3, stride: 2, groups: 32 },
    deconv: { blockSize: 8, features: 72, inverseSqrt: 'newtonSchulz', iterations: 3, freeze: false },
    parameters: 256 * 8 * 9 + 256,
    statistics: 32 * 72 + 32 * 72 * 72,
    multiplyAdds: 16 * 16 * 256 * 8 * 9,
    outputBytes: 4 * 4 * 256 * 16 * 16,
  });
  expect(layers.reduce((sum, row) => sum + row.parameters, 0)).toBe(parameters);
  expect(layers.reduce((sum, row) => sum + row.statistics, 0)).toBe(statistics);
  expect(memory.parameters).toBeGreaterThanOrEqual(4 * parameters);
  expect(memory.activations).toBeLessThan(memory.unplannedActivations);
  const { parameters: own, gradients, moments, statistics: states, activations, total } = memory;
  expect(total).toBeGreaterThanOrEqual(own + gradients + moments + states + activations);
});

test('what the user asks of first and grouped layers goes before what the model has', () => {
  const first = (options: Partial<ModelOptions>) => describe('mobilenet_v2', { options }).layers;
  const rows = first({});
  const named = (name: string, layers = rows) => layers.find((layer) => layer.name === name)!.deconv;
  expect(named('conv1')).toMatchObject({ iterations: 10, freeze: true });
  expect(named('layers.1.conv2')).toMatchObject({ iterations: 1, blockSize: 1 });
  expect(named('layers.1.conv3')).toMatchObject({ iterations: 1, blockSize: 16 });
  expect(named('layers.1.conv1')).toMatchObject({ iterations: 5, blockSize: 16 });
  const converged = first({ inverseSqrt: 'quintic' });
  expect(named('conv1', converged)).toMatchObject({ inverseSqrt: 'quintic', iterations: 5, freeze: true });
  expect(named('layers.1.conv2', converged)).toMatchObject({ inverseSqrt: 'quintic', iterations: 5 });
  const asked = first({ firstIterations: 7, groupedIterations: 4, freeze: false, modelBlocks: false });
  expect(named('conv1', asked)).toMatchObject({ iterations: 7, freeze: false });
  expect(named('layers.1.conv2', asked)).toMatchObject({ iterations: 4 });
  expect(named('layers.1.conv3', asked)).toMatchObject({ iterations: 4, blockSize: 32 });
});

test('width and depth keep channels divisible by groups', () => {
  for (const model of ['resnext29_32x4d', 'dpn92', 'mobilenet_v2', 'pnasnet_a', 'pnasnet_b', 'densenet121'])
    for (const options of [
      { width: 0.1, depth: 0.3 },
      { width: 0.35, depth: 0.5 },
    ]) {
      const { layers, multiplyAdds } = describe(model, { options });
      expect(multiplyAdds, model).toBeLessThan(describe(model, { options: { width: 0.5 } }).multiplyAdds);
      expect(layers.at(-1)!.outputShape).toEqual([10]);
    }
});
