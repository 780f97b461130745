import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FileStore } from '../data/delivery/store.ts';
import { openOpfsStore } from './opfsStore.ts';

/** Contents of the files of a private file system in memory, of which only what the store uses is there. */
let contents: Map<string, Uint8Array<ArrayBuffer>>;
/** Names of files that never open for writing, as happens in Chromium now and then. */
let stuck: Set<string>;
/** Called before a file's content is looked at: what another tab does at that moment. */
let beforeGetFile: (name: string) => void;
let opened: string[];
let store: FileStore;

const origin = { address: '/a', total: 4 };
const bytes = Uint8Array.of(1, 2, 3, 4);

beforeEach(async () => {
  contents = new Map();
  stuck = new Set();
  beforeGetFile = () => undefined;
  opened = [];
  const root = { getDirectoryHandle: () => Promise.resolve(folder) };
  vi.stubGlobal('navigator', { storage: { getDirectory: () => Promise.resolve(root) } });
  store = await openOpfsStore();
});
afterEach(() => vi.unstubAllGlobals());

const notFound = () => new DOMException('not there', 'NotFoundError');

const folder = {
  getFileHandle(name: string, { create = false } = {}) {
    if (!contents.has(name) && !create) return Promise.reject(notFound());
    if (!contents.has(name)) contents.set(name, new Uint8Array(0));
    return Promise.resolve(handleOf(name));
  },
  removeEntry: (name: string) => (contents.delete(name) ? Promise.resolve() : Promise.reject(notFound())),
  entries: () => [...contents.keys()].map((name) => [name, handleOf(name)]),
};

function handleOf(name: string) {
  return {
    kind: 'file',
    getFile() {
      beforeGetFile(name);
      const content = contents.get(name);
      return content ? Promise.resolve(new Blob([content])) : Promise.reject(notFound());
    },
    createSyncAccessHandle() {
      if (stuck.has(name)) return new Promise(() => undefined);
      opened.push(name);
      return Promise.resolve(accessTo(name));
    },
    move(target: string) {
      contents.set(target, contents.get(name)!);
      contents.delete(name);
      return Promise.resolve();
    },
  };
}

function accessTo(name: string) {
  const content = () => contents.get(name)!;
  return {
    read: (buffer: Uint8Array) => buffer.set(content()),
    write(chunk: Uint8Array, { at }: { readonly at: number }) {
      const grown = new Uint8Array(Math.max(content().length, at + chunk.length));
      grown.set(content());
      grown.set(chunk, at);
      contents.set(name, grown);
      return chunk.length;
    },
    truncate: (size: number) => contents.set(name, content().slice(0, size)),
    getSize: () => content().length,
    flush: () => undefined,
    close: () => opened.splice(opened.indexOf(name), 1),
  };
}

test('goes on with the part of the same origin and begins anew with that of another', async () => {
  const first = await store.write('set/a', origin);
  first.append(bytes.slice(0, 2));
  first.suspend();
  const again = await store.write('set/a', origin);
  expect(again.kept).toEqual(bytes.slice(0, 2));
  again.suspend();
  const other = await store.write('set/a', { address: '/b', total: 4 });
  expect(other.kept).toHaveLength(0);
  other.append(bytes);
  expect(await store.open('set/a')).toBeNull();
  await other.finish(bytes);
  expect(await (await store.open('set/a'))!.read(0, 4)).toEqual(bytes);
  expect(await store.list()).toEqual([{ key: 'set/a', bytes: 4, address: '/b', isWhole: true }]);
  expect(opened).toEqual([]);
});

test('leaves no part open behind a note that never opens', async () => {
  stuck.add('set%2Fa.origin');
  let isOpen = false;
  void store.write('set/a', origin).then(() => (isOpen = true));
  await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isOpen).toBe(false);
  expect(opened).toEqual([]);
  stuck.clear();
  (await store.write('set/a', origin)).suspend();
});

test('leaves out files that are moved or removed while it looks', async () => {
  for (const key of ['set/a', 'set/b']) (await store.write(key, origin)).suspend();
  beforeGetFile = (name) => name === 'set%2Fa.part' && contents.delete(name);
  expect(await store.list()).toMatchObject([{ key: 'set/b' }]);
  await (await store.write('set/b', origin)).finish(bytes);
  beforeGetFile = (name) => contents.delete(name);
  expect(await store.open('set/b')).toBeNull();
});
