import { expect, test } from 'vitest';
import { parseConfigStrictly } from '../train/parse.ts';
import { noLinkOptions } from './link.ts';
import { presetConfig, presetOf, presets } from './presets.ts';
import { createViewStore } from './store/view.ts';

test.each(presets)('$name is a valid configuration that is known again', (preset) => {
  const config = presetConfig(preset);
  expect(parseConfigStrictly(config)).toEqual(config);
  expect(presetOf(config)?.name).toBe(preset.name);
  // What to expect in numbers, and how long it takes.
  expect(preset.expect).toMatch(/\d+ %/);
  expect(preset.expect).toMatch(/minutes?\b/);
});

test('a changed preset is none', () =>
  expect(presetOf({ ...presetConfig(presets[0]!), seed: 99 })).toBeNull());

test('equal time is looked at over seconds', () => {
  const equalTime = presets.filter((preset) => presetConfig(preset).fairness === 'time');
  expect(equalTime.map(({ axis }) => axis)).toEqual(['seconds']);
  expect(createViewStore(noLinkOptions, 'seconds').getState().axis).toBe('seconds');
  expect(createViewStore().getState().axis).toBe('steps');
});
