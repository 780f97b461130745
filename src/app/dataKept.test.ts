import { expect, test } from 'vitest';
import { dataKept } from './dataKept.ts';

const files = [
  { key: 'mnist/images', state: 'whole' },
  { key: 'mnist/labels', state: 'whole' },
] as const;
const known = { isMade: false, isOwn: false, files, stored: ['mnist/images', 'mnist/labels', 'other'] };

test('data is cached when every file of the set is whole in the store', () => {
  expect(dataKept(known)).toBe('cached');
  expect(dataKept({ ...known, stored: ['mnist/images'] })).toBe('notCached');
  expect(dataKept({ ...known, stored: [] })).toBe('notCached');
});

test('nothing is said of what is not known', () => {
  expect(dataKept({ ...known, stored: null })).toBeNull();
  expect(dataKept({ ...known, files: [] })).toBeNull();
  expect(dataKept({ ...known, files: [files[0], { key: 'mnist/labels', state: 'failed' }] })).toBeNull();
});

test('a file on its way is not cached, though an older copy of another is', () =>
  expect(dataKept({ ...known, files: [files[0], { key: 'mnist/labels', state: 'checking' }] })).toBe(
    'loading',
  ));

test('images that are made or given are told apart from files', () => {
  expect(dataKept({ ...known, isMade: true })).toBe('made');
  expect(dataKept({ ...known, isOwn: true, files: [], stored: null })).toBe('own');
});
