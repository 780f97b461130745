import { expect, test } from 'vitest';
import { findDataset } from '../data/datasets.ts';
import { schedules } from '../nn/schedules.ts';
import { defaultConfig } from './config.ts';
import { parseConfigStrictly } from './parse.ts';
import { findRecipe, recipes } from './recipes.ts';

/** PAPER §3.1 and §1.7, for CIFAR. */
test('the CIFAR recipe is the one of the paper, and the default', () => {
  const { settings } = findRecipe('cifar');
  expect(settings).toMatchObject({
    optimizer: 'sgd',
    learningRate: 0.1,
    momentum: 0.9,
    nesterov: false,
    weightDecay: 0.001,
    batchSize: 128,
    epochs: 20,
    schedule: 'cosine',
    warmupSteps: 0,
    loss: 'crossEntropy',
    labelSmoothing: 0,
    augment: true,
    seed: 0,
  });
  const [batch, deconv] = settings.lanes!;
  expect(batch!.normalization).toBe('batch');
  expect(deconv).toMatchObject({
    normalization: 'deconv',
    blockSize: 64,
    linearBlockSize: 512,
    samplingStride: 3,
    inverseSqrt: 'newtonSchulz',
    iterations: 5,
    eps: 1e-5,
    statisticsMomentum: 0.1,
    gradientThroughDeconv: true,
    firstIterations: null,
    groupedIterations: null,
    freeze: true,
    modelBlocks: true,
  });
  expect({ ...defaultConfig, ...settings }).toEqual(defaultConfig);
});

test('the tables train 1, 20 and 100 epochs; ImageNet has settings of its own', () => {
  expect(['cifar-1', 'cifar', 'cifar-100-epochs'].map((name) => findRecipe(name).settings.epochs)).toEqual([
    1, 20, 100,
  ]);
  expect(findRecipe('imagenet').settings).toMatchObject({
    learningRate: 0.1,
    weightDecay: 0.0001,
    batchSize: 256,
    epochs: 90,
    schedule: 'cosine',
  });
  expect(findRecipe('imagenet').settings.lanes!.map(({ linearBlockSize }) => linearBlockSize)).toEqual([
    64, 64,
  ]);
  expect(findRecipe('imagenet-vgg').settings.learningRate).toBe(0.01);
});

test('the cosine falls step by step from the rate to zero, over 391 steps of an epoch', () => {
  const total = 20 * Math.ceil(50_000 / 128);
  expect(total).toBe(20 * 391);
  expect(schedules.cosine(0.1, 0, total)).toBeCloseTo(0.1, 12);
  expect(schedules.cosine(0.1, total / 2, total)).toBeCloseTo(0.05, 12);
  expect(schedules.cosine(0.1, 1, total)).toBeLessThan(0.1);
  expect(schedules.cosine(0.1, total, total)).toBeCloseTo(0, 12);
});

/** PAPER §3.1: constants and augmentation. */
test.each([
  ['cifar10', [0.4914, 0.4822, 0.4465], [0.2023, 0.1994, 0.201]],
  ['cifar100', [0.5071, 0.4865, 0.4409], [0.2009, 0.1984, 0.2023]],
])('%s is normalised, cropped and flipped as in the paper', (name, mean, std) => {
  expect(findDataset(name)).toMatchObject({ mean, std, augmentation: { cropPadding: 4, flip: true } });
});

test('every recipe is a valid configuration', () => {
  for (const { settings } of recipes)
    expect(parseConfigStrictly({ ...defaultConfig, ...settings })).toEqual({ ...defaultConfig, ...settings });
  expect(() => findRecipe('mine')).toThrow('the recipes are cifar, cifar-1');
});
