import { expect, test } from 'vitest';
import { fakeStore } from '../../testing/fakeStore.ts';
import { pageStorage } from '../storage.ts';
import { loadMirrors, saveMirrors } from './mirrors.ts';

test('mirrors come back at the next visit', () => {
  const store = fakeStore();
  const mirrors = ['https://example.org/data', 'http://localhost:8000'];
  expect(saveMirrors(mirrors, store)).toBe(true);
  expect(loadMirrors(store)).toEqual({ mirrors, problem: null });
  expect(saveMirrors([], store)).toBe(true);
  expect(loadMirrors(store)).toEqual({ mirrors: [], problem: null });
});

test('what is kept but no address is not used, with a sentence that names it', () => {
  const store = fakeStore();
  store.setItem('deconv-lab mirrors', 'nowhere');
  const { mirrors, problem } = loadMirrors(store);
  expect(mirrors).toEqual([]);
  expect(problem).toContain('The mirrors kept in this browser are not used: nowhere');
});

test('a browser that keeps nothing, or is full, says so', () => {
  Object.defineProperty(globalThis, 'localStorage', {
    configurable: true,
    get: () => {
      throw new DOMException('denied', 'SecurityError');
    },
  });
  expect(pageStorage()).toBeNull();
  expect(loadMirrors()).toEqual({ mirrors: [], problem: expect.stringContaining('keeps nothing') as string });
  expect(saveMirrors(['https://example.org'])).toBe(false);
  expect(saveMirrors(['https://example.org'], fakeStore(3))).toBe(false);
});
