import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StorageFullError } from '../data/delivery/store.ts';
import { fakeLocks } from '../testing/fakeLocks.ts';
import { openCacheStore } from './cacheStore.ts';

/** Responses of the Cache by path. */
let entries: Map<string, Response>;
/** What putting a response fails with. */
let fault: Error | null;
let locks: ReturnType<typeof fakeLocks>;

const pathOf = (request: string | { readonly url: string }) =>
  new URL(typeof request === 'string' ? request : request.url, 'https://page.example').pathname;
const cache = {
  match: (request: string | { readonly url: string }) =>
    Promise.resolve(entries.get(pathOf(request))?.clone()),
  put(request: string, response: Response) {
    if (fault) return Promise.reject(fault);
    entries.set(pathOf(request), response);
    return Promise.resolve();
  },
  delete: (request: string) => Promise.resolve(entries.delete(pathOf(request))),
  keys: () => Promise.resolve([...entries.keys()].map((path) => ({ url: `https://page.example${path}` }))),
};

beforeEach(() => {
  entries = new Map();
  fault = null;
  locks = fakeLocks();
  vi.stubGlobal('caches', { open: () => Promise.resolve(cache) });
  vi.stubGlobal('navigator', { locks });
});
afterEach(() => vi.unstubAllGlobals());

const bytes = Uint8Array.of(1, 2, 3, 4);
const origin = { address: 'https://mirror.example/größe 1/a?b=%20', total: 4 };

test('keeps whole files with their addresses, for later visits too', async () => {
  const store = await openCacheStore();
  expect(await store.open('set/a')).toBeNull();
  expect(await store.list()).toEqual([]);
  for (const key of ['set/b', 'set/a']) await (await store.write(key, origin)).finish(bytes);
  const later = await openCacheStore();
  const file = (await later.open('set/a'))!;
  expect(file.bytes).toBe(4);
  expect(await file.read(1, 3)).toEqual(bytes.slice(1, 3));
  expect(await later.list()).toEqual(
    ['set/a', 'set/b'].map((key) => ({ key, bytes: 4, address: origin.address, isWhole: true })),
  );
  await later.remove('set/a');
  expect(await store.open('set/a')).toBeNull();
  expect((await store.list()).map(({ key }) => key)).toEqual(['set/b']);
});

test('keeps nothing of what was interrupted or found wrong', async () => {
  const store = await openCacheStore();
  for (const end of ['suspend', 'discard'] as const) {
    const writer = await store.write('set/a', origin);
    expect(writer.kept).toHaveLength(0);
    writer.append(bytes.slice(0, 2));
    await writer[end]();
  }
  expect(await store.open('set/a')).toBeNull();
  expect(await store.list()).toEqual([]);
});

test('tells a full store from one that fails', async () => {
  const store = await openCacheStore();
  const writer = await store.write('set/a', origin);
  fault = new DOMException('no room', 'QuotaExceededError');
  await expect(writer.finish(bytes)).rejects.toThrow(StorageFullError);
  fault = new DOMException('the disk is gone', 'UnknownError');
  await expect(writer.finish(bytes)).rejects.toBe(fault);
  expect(await store.open('set/a')).toBeNull();
});

test('lets one at a time at a file, and whoever waits can leave', async () => {
  const [store, other] = [await openCacheStore(), await openCacheStore()];
  const { signal } = new AbortController();
  let end: () => void = () => undefined;
  const first = store.exclusively('set/a', signal, () => new Promise<void>((resolve) => (end = resolve)));
  const leaving = new AbortController();
  const second = other.exclusively('set/a', leaving.signal, () => Promise.resolve('held'));
  await expect(other.exclusively('set/b', signal, () => Promise.resolve('free'))).resolves.toBe('free');
  leaving.abort(new Error('closed'));
  await expect(second).rejects.toThrow('closed');
  end();
  await first;
  await expect(other.exclusively('set/a', signal, () => Promise.resolve('held'))).resolves.toBe('held');
});
