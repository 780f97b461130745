import { expect, test } from 'vitest';
import { everywhere } from '../gpu/broadcast.ts';
import { choiceKey, fastest, keptChoice, withChoice } from './choice.ts';

const adapter = { vendor: 'acme', architecture: 'one', description: '', isFallback: false };
const key = choiceKey({ adapter, subgroupSize: 8 }, 'Browser 1');
const mixed = { gemmRows: 'workgroup', gemmColumns: 'plain', transposedProduct: 'subgroup' } as const;

test('the least median wins, each family for itself', () => {
  const times = {
    gemmRows: { plain: [3, 3, 3], workgroup: [2, 9, 2], subgroup: [1, 4, 4] },
    gemmColumns: { plain: [1, 1, 1], workgroup: [2, 2, 2] },
    transposedProduct: { plain: [5], workgroup: [5, 6, 7], subgroup: [4, 4, 4] },
  };
  expect(fastest(times, everywhere('plain'))).toEqual(mixed);
});

test('what was not timed stays as it was', () => {
  const times = {
    gemmRows: { plain: [], workgroup: [2] },
    gemmColumns: {},
    transposedProduct: { plain: [] },
  };
  expect(fastest(times, everywhere('subgroup'))).toEqual({
    ...everywhere('subgroup'),
    gemmRows: 'workgroup',
  });
});

test('a choice is kept for its adapter, its subgroups and its browser only', () => {
  const text = withChoice(null, key, mixed);
  expect(keptChoice(text, key, 8)).toEqual(mixed);
  const others = [
    choiceKey({ adapter: { ...adapter, architecture: 'two' }, subgroupSize: 8 }, 'Browser 1'),
    choiceKey({ adapter, subgroupSize: null }, 'Browser 1'),
    choiceKey({ adapter, subgroupSize: 8 }, 'Browser 2'),
    'toString',
  ];
  for (const other of others) expect(keptChoice(text, other, 8)).toBeNull();
  const both = withChoice(text, others[0]!, everywhere('plain'));
  expect(keptChoice(both, key, 8)).toEqual(mixed);
  expect(keptChoice(both, others[0]!, 8)).toEqual(everywhere('plain'));
});

test.each([
  ['nothing', null],
  ['no JSON', '{"'],
  ['a list', '[1]'],
  ['null', 'null'],
  ['no choice', JSON.stringify({ [key]: 'plain' })],
  ['a family missing', JSON.stringify({ [key]: { gemmRows: 'plain', gemmColumns: 'plain' } })],
  ['a method that there is not', JSON.stringify({ [key]: { ...mixed, gemmRows: 'magic' } })],
])('a text that holds %s keeps no choice, and takes one', (_, text) => {
  expect(keptChoice(text, key, 8)).toBeNull();
  expect(keptChoice(withChoice(text, key, mixed), key, 8)).toEqual(mixed);
});

test('a choice that needs subgroups is none where they are not to be relied on', () => {
  expect(keptChoice(withChoice(null, key, mixed), key, null)).toBeNull();
});
