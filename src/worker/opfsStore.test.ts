import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { deliver } from '../data/delivery/deliver.ts';
import type { FileStore } from '../data/delivery/store.ts';
import { fakeLocks } from '../testing/fakeLocks.ts';
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
  vi.stubGlobal('navigator', {
    storage: { getDirectory: () => Promise.resolve(root) },
    locks: fakeLocks(),
  });
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
      if (opened.includes(name))
        return Promise.reject(new DOMException('open elsewhere', 'NoModificationAllowedError'));
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

/** A server that sends the file in two pieces, the second when it is told to. */
function slowServer() {
  let requests = 0;
  let sendRest: () => void = () => undefined;
  const rest = new Promise<void>((resolve) => (sendRest = resolve));
  const fetch = () => {
    requests++;
    const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
      async start(controller) {
        controller.enqueue(bytes.slice(0, 2));
        await rest;
        controller.enqueue(bytes.slice(2));
        controller.close();
      },
    });
    return Promise.resolve(new Response(body, { headers: { 'content-length': '4' } }));
  };
  return { fetch, sendRest, requests: () => requests };
}

test('of two tabs that want a file one fetches it, and the other takes it from here', async () => {
  const { fetch, sendRest, requests } = slowServer();
  const tabs = [store, await openOpfsStore()];
  const notices: string[] = [];
  const request = { key: 'set/a', places: [{ address: 'https://mirror.example/a' }] };
  const { signal } = new AbortController();
  const onNotice = (notice: string) => void notices.push(notice);
  const deliveries = await Promise.all(
    tabs.map((tab) => deliver(request, { fetch, store: tab, signal, onNotice })),
  );
  await expect.poll(() => contents.get('set%2Fa.part')?.length).toBe(2);
  sendRest();
  await Promise.all(deliveries.map(({ whole }) => whole));
  for (const { file } of deliveries) expect(await file.read(0, 9)).toEqual(bytes);
  expect(requests()).toBe(1);
  expect(notices).toEqual([]);
  for (const tab of tabs) expect(await tab.list()).toMatchObject([{ key: 'set/a', bytes: 4, isWhole: true }]);
  expect(opened).toEqual([]);
});

test('a tab that is closed while it writes leaves the file to the one that waits', async () => {
  const { fetch, sendRest, requests } = slowServer();
  const other = await openOpfsStore();
  const request = { key: 'set/a', places: [{ address: 'https://mirror.example/a' }] };
  const closing = new AbortController();
  const first = await deliver(request, { fetch, store, signal: closing.signal });
  await first.file.read(0, 2);
  const { signal } = new AbortController();
  const second = await deliver(request, { fetch, store: other, signal });
  expect(requests()).toBe(1);
  closing.abort(new Error('closed'));
  await expect(first.whole).rejects.toThrow('closed');
  sendRest();
  await second.whole;
  expect(await second.file.read(0, 9)).toEqual(bytes);
  expect(requests()).toBe(2);
  expect(opened).toEqual([]);
});
