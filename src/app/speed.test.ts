import { expect, test } from 'vitest';
import { loadSpeed, saveSpeed } from './speed.ts';
import { fakeStore } from '../testing/fakeStore.ts';

test('a chosen speed is there at the next visit, and full speed leaves nothing behind', () => {
  const store = fakeStore();
  saveSpeed(10, store);
  expect(loadSpeed(store)).toBe(10);
  saveSpeed(null, store);
  expect(loadSpeed(store)).toBeNull();
  expect(store.getItem('deconv-lab speed')).toBeNull();
});

test('what no control offers is full speed', () => {
  const store = fakeStore();
  saveSpeed(7, store);
  expect(loadSpeed(store)).toBeNull();
  expect(loadSpeed(null)).toBeNull();
});
