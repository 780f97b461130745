import { expect, test } from 'vitest';
import { firstMissingPackage } from './packages.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/a/node_modules/b': { version: '2.0.0' },
    'node_modules/other-system': { version: '1.0.0', optional: true },
  },
};

test('names the first package that is missing or of another version', () => {
  const { 'node_modules/a': a, 'node_modules/a/node_modules/b': b } = wanted.packages;
  expect(firstMissingPackage(wanted, {})).toBe('a');
  expect(firstMissingPackage(wanted, { packages: { 'node_modules/a': a } })).toBe('b');
  const old = { 'node_modules/a': { version: '0.9.0' }, 'node_modules/a/node_modules/b': b };
  expect(firstMissingPackage(wanted, { packages: old })).toBe('a');
});

test('is content without the packages of other systems', () => {
  const present = Object.entries(wanted.packages).filter(([path]) => path !== 'node_modules/other-system');
  expect(firstMissingPackage(wanted, { packages: Object.fromEntries(present) })).toBeNull();
});
