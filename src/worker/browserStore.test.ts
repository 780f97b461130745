import { afterEach, expect, test, vi } from 'vitest';
import { openBrowserStore } from './browserStore.ts';

afterEach(() => vi.unstubAllGlobals());

const refuse = () => Promise.reject(new DOMException('not in private windows', 'SecurityError'));

/** A browser whose places for files may be missing, be there and refuse, or work; what was asked for is noted. */
function browser(places: { readonly opfs?: 'refuses' | 'works'; readonly cache?: 'refuses' | 'works' }) {
  const asked: string[] = [];
  const folder = {
    entries: () => [],
    getFileHandle: () => {
      asked.push('OPFS file');
      return Promise.reject(new DOMException('none', 'NotFoundError'));
    },
  };
  const cache = {
    match: () => {
      asked.push('Cache file');
      return Promise.resolve(undefined);
    },
  };
  const root = { getDirectoryHandle: () => Promise.resolve(folder) };
  const getDirectory = () => {
    asked.push('OPFS');
    return places.opfs === 'works' ? Promise.resolve(root) : refuse();
  };
  const open = () => {
    asked.push('Cache');
    return places.cache === 'works' ? Promise.resolve(cache) : refuse();
  };
  vi.stubGlobal('navigator', { storage: places.opfs && { getDirectory } });
  vi.stubGlobal('caches', places.cache && { open });
  return asked;
}

test.each([
  ['the private file system', { opfs: 'works', cache: 'works' }, ['OPFS', 'OPFS file']],
  ['the Cache where that refuses', { opfs: 'refuses', cache: 'works' }, ['OPFS', 'Cache', 'Cache file']],
  ['the Cache where that is missing', { cache: 'works' }, ['Cache', 'Cache file']],
] as const)('keeps files in %s', async (_place, places, expected) => {
  const asked = browser(places);
  const store = await openBrowserStore();
  expect(await store!.open('set/a')).toBeNull();
  expect(asked).toEqual(expected);
});

test.each([
  ['nothing', {}, []],
  ['nothing that answers', { opfs: 'refuses', cache: 'refuses' }, ['OPFS', 'Cache']],
] as const)('keeps none where there is %s', async (_place, places, expected) => {
  const asked = browser(places);
  expect(await openBrowserStore()).toBeNull();
  expect(asked).toEqual(expected);
});
