import { expect, test } from 'vitest';
import { parseConfigStrictly } from '../train/parse.ts';
import { presetConfig, presetOf, presets } from './presets.ts';

test.each(presets)('$name is a valid configuration that is known again', (preset) => {
  const config = presetConfig(preset);
  expect(parseConfigStrictly(config)).toEqual(config);
  expect(presetOf(config)?.name).toBe(preset.name);
  expect(preset.expect).not.toBe('');
});

test('a changed preset is none', () =>
  expect(presetOf({ ...presetConfig(presets[0]!), seed: 99 })).toBeNull());
