import { expect, test } from 'vitest';
import { defaultConfig } from '../train/config.ts';
import { fields } from '../train/fields.ts';
import { formatLink, lockedSettings, noLinkOptions, parseLink } from './link.ts';

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
  // What can be hidden, but has no settings to lock.
  ['?lock=timeline', /nothing called "timeline" to lock; known are data, network, lanes, training, dataset,/],
  ['?lock=share', /nothing called "share" to lock/],
  ['?hide=a,b,seed,c,d&hide=e', /^There is nothing called "a, b, c and 2 others" to hide/],
])('%s is left out with a sentence', (search, sentence) => {
  const { options, problems } = parseLink({ search, hash: '' });
  expect(options).toEqual({ ...noLinkOptions, hide: search.includes('seed') ? ['seed'] : [] });
  expect(problems).toEqual([expect.stringMatching(sentence)]);
});

test('a lane of a kind that the model does not have becomes one that it has, with a sentence', () => {
  const { config, problems } = parseLink({ search: '', hash: '#v=1&net=linear&lanes=batch,deconv' });
  expect(config.lanes.map(({ normalization }) => normalization)).toEqual(['none', 'deconv']);
  expect(problems).toEqual(['Linear has no variant with batch norm: lane A has no norm.']);
});

test('a changed setting keeps the options of the hash', () => {
  const hash = '#v=1&seed=7&lock=model,lanes';
  expect(formatLink({ ...defaultConfig, seed: 8 }, hash)).toBe('#v=1&seed=8&lock=model,lanes');
  expect(formatLink(defaultConfig, hash)).toBe('#v=1&lock=model,lanes');
  expect(formatLink(defaultConfig, '')).toBe('');
});

test('every setting can be hidden and locked, and parts without settings hidden', () => {
  const hide = ['share', 'timeline', 'learningRateChart', 'layers', ...fields.map(({ key }) => key)];
  const lock = ['data', 'lanes', ...fields.map(({ key }) => key)];
  expect(parseLink({ search: `?hide=${hide.join()}&lock=${lock.join()}`, hash: '' })).toMatchObject({
    options: { hide, lock },
    problems: [],
  });
});

test('a locked part locks the settings that stand in it', () => {
  expect(lockedSettings([])).toEqual([]);
  expect(lockedSettings(['network'])).toEqual(['model', 'width', 'depth', 'layers']);
  expect(lockedSettings(['data', 'lanes', 'seed'])).toEqual([
    'dataset',
    'trainSize',
    'testSize',
    'labelNoise',
    'augment',
    'lanes',
    'seed',
  ]);
  expect(lockedSettings(['training'])).toEqual(expect.arrayContaining(['learningRate', 'epochs', 'seed']));
});
