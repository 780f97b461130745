import { expect, test } from 'vitest';
import { defaultConfig } from '../train/config.ts';
import { formatLink, noLinkOptions, parseLink } from './link.ts';

test('options stand behind ? or #, beside the settings', () => {
  const options = { embed: true, present: false, hide: ['data', 'seed'], lock: ['model'] };
  const expected = { config: { ...defaultConfig, seed: 7 }, problems: [], options };
  expect(parseLink({ search: '?embed=1&hide=data,seed', hash: '#v=1&seed=7&lock=model' })).toEqual(expected);
  expect(parseLink({ search: '', hash: '#v=1&seed=7&embed=1&hide=data,seed&lock=model' })).toEqual(expected);
});

test('a plain address asks for nothing', () =>
  expect(parseLink({ search: '', hash: '' }).options).toEqual(noLinkOptions));

test.each([
  ['?hide=everything', /nothing called "everything" to hide/],
  ['?embed=yes', /embed is "yes"/],
])('%s is left out with a sentence', (search, sentence) => {
  const { options, problems } = parseLink({ search, hash: '' });
  expect(options).toEqual(noLinkOptions);
  expect(problems).toEqual([expect.stringMatching(sentence)]);
});

test('a changed setting keeps the options of the hash', () => {
  const hash = '#v=1&seed=7&lock=model,lanes';
  expect(formatLink({ ...defaultConfig, seed: 8 }, hash)).toBe('#v=1&seed=8&lock=model,lanes');
  expect(formatLink(defaultConfig, hash)).toBe('#v=1&lock=model,lanes');
  expect(formatLink(defaultConfig, '')).toBe('');
});
