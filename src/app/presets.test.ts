import { expect, test } from 'vitest';
import { defaultConfig } from '../train/config.ts';
import { parseConfigStrictly } from '../train/parse.ts';
import { noLinkOptions } from './link.ts';
import { presetConfig, presetOf, presets } from './presets.ts';
import { createViewStore } from './store/view.ts';

test.each(presets)('$name is a valid configuration that is known again', (preset) => {
  const current = { ...defaultConfig, ...(preset.keeps && { dataset: 'cifar10', model: 'resnet18' }) };
  const config = presetConfig(preset, current);
  expect(parseConfigStrictly(config)).toEqual(config);
  expect(presetOf(config)?.name).toBe(preset.name);
  // What to expect in numbers, and how long it takes.
  expect(preset.expect).toMatch(/\d+ %/);
  expect(preset.expect).toMatch(/minutes?\b/);
  if (preset.name.startsWith('recipe'))
    expect(preset.expect.includes('CIFAR-10')).toBe(preset.name.startsWith('recipe-cifar'));
});

test('a recipe of the paper keeps data and model, and is known with every one of them', () => {
  const recipe = presets.find(({ name }) => name === 'recipe-cifar-1')!;
  const current = {
    ...presetConfig(presets[1]!),
    dataset: 'cifar10',
    model: 'vgg16',
    width: 0.25,
    trainSize: 5000,
  };
  const config = presetConfig(recipe, current);
  expect(config).toMatchObject({ dataset: 'cifar10', model: 'vgg16', width: 0.25, trainSize: 5000 });
  expect(config).toMatchObject({ weightDecay: 1e-3, learningRate: 0.1, epochs: 1, steps: null });
  expect(presetOf(config)?.name).toBe(recipe.name);
});

test('a changed preset is none', () =>
  expect(presetOf({ ...presetConfig(presets[0]!), seed: 99 })).toBeNull());

test('equal time is looked at over seconds', () => {
  const equalTime = presets.filter((preset) => presetConfig(preset).fairness === 'time');
  expect(equalTime.map(({ axis }) => axis)).toEqual(['seconds']);
  expect(createViewStore(noLinkOptions, 'seconds').getState().axis).toBe('seconds');
  expect(createViewStore().getState().axis).toBe('steps');
});
