import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { serve, startDataServer, type DataServer } from '../../testing/dataServer.ts';
import { chunksOf, type ByteFile } from '../byteFile.ts';
import { deliver, sha256Of, type DeliveryOptions, type FileProgress, type Place } from './deliver.ts';
import type { Patience } from './download.ts';
import { isWebPage, retryAfterMs } from './http.ts';
import { createMemoryStore } from '../../testing/memoryStore.ts';
import type { FileStore, Writer } from './store.ts';

const content = Uint8Array.from({ length: 300_000 }, (_, i) => (i * 31 + (i >> 8)) & 255);
/** A busy machine may take its time; `hasty` is for servers that stall. */
const quick: Patience = { stallMs: 20_000, delaysMs: [5, 5, 5], maxDelayMs: 1500 };
const hasty: Patience = { ...quick, stallMs: 400 };
let server: DataServer;

beforeAll(async () => {
  server = await startDataServer();
});
afterAll(() => server.close());

async function readAll(file: ByteFile): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of chunksOf(file)) chunks.push(chunk);
  return new Uint8Array(Buffer.concat(chunks));
}

/** As `toEqual`, which takes seconds on large arrays. */
function expectSame(bytes: Uint8Array, wanted: Uint8Array): void {
  expect(bytes.length).toBe(wanted.length);
  expect(Buffer.compare(bytes, wanted)).toBe(0);
}

interface Wanted extends Partial<DeliveryOptions>, Partial<Omit<Place, 'address'>> {
  readonly paths: readonly string[];
  readonly key?: string;
}

/** Delivers the first of `paths` that works, and says all that was told. */
async function fetchFile({ paths, sha256, md5, bytes, key = 'set/file.bin', ...options }: Wanted) {
  const notices: string[] = [];
  const progress: FileProgress[] = [];
  const places = paths.map((path) => ({
    address: path.startsWith('http') ? path : server.origin + path,
    sha256,
    md5,
    bytes,
  }));
  const delivery = await deliver(
    { key, places },
    {
      fetch,
      store: null,
      signal: new AbortController().signal,
      patience: quick,
      onNotice: (notice) => notices.push(notice),
      onProgress: (event) => progress.push(event),
      ...options,
    },
  );
  return { ...delivery, notices, progress, all: () => readAll(delivery.file) };
}

/** Requests from now on, to `path`. */
function watch(path: string): () => string[] {
  const before = server.requests.length;
  return () => server.requests.slice(before).filter((line) => line.startsWith(`GET ${path}`));
}

describe('a file on its way', () => {
  test('can be read before its end, and tells its progress in bytes', async () => {
    server.answer('/slow', serve(content, { pieceBytes: 30_000, pauseMs: 15 }));
    const { file, whole, progress, all } = await fetchFile({ paths: ['/slow'] });
    let isWhole = false;
    const end = whole.then(() => (isWhole = true));
    expect(await file.read(10, 20)).toEqual(content.slice(10, 20));
    expect(isWhole).toBe(false);
    expect(await file.size()).toBe(content.length);
    expectSame(await all(), content);
    await end;
    const received = progress.map((event) => event.received);
    expect(received).toEqual(received.toSorted((a, b) => a - b));
    expect(new Set(received).size).toBeGreaterThan(5);
    expect(progress.at(-1)).toMatchObject({
      state: 'whole',
      received: content.length,
      total: content.length,
    });
  });

  test('gives its far end out of turn', async () => {
    const large = new Uint8Array(3 << 20).fill(7);
    large[large.length - 1] = 9;
    server.answer('/large', serve(large, { pieceBytes: 1 << 16, pauseMs: 20 }));
    const { file, whole, progress } = await fetchFile({ paths: ['/large'] });
    const end = await file.size();
    expect([...(await file.read(end - 2, end))]).toEqual([7, 9]);
    expect(progress.at(-1)!.received).toBeLessThan(large.length / 2);
    await whole;
  });

  test('can be cancelled', async () => {
    server.answer('/endless', serve(content, { pieceBytes: 1000, pauseMs: 20 }));
    const controller = new AbortController();
    const { file, whole } = await fetchFile({ paths: ['/endless'], signal: controller.signal });
    await file.read(0, 1000);
    controller.abort(new Error('not wanted any more'));
    await expect(whole).rejects.toThrow('not wanted');
    await expect(file.read(0, content.length)).rejects.toThrow('not wanted');
  });
});

describe('a bad connection', () => {
  test('that breaks is resumed with a range', async () => {
    server.answer('/broken', (request, response, count) =>
      serve(content, count < 2 ? { breakAfter: 100_000 } : {})(request, response, count),
    );
    const requests = watch('/broken');
    const { all, notices } = await fetchFile({ paths: ['/broken'] });
    expectSame(await all(), content);
    expect(requests()).toEqual(['GET /broken', 'GET /broken bytes=100000-', 'GET /broken bytes=200000-']);
    expect(notices).toHaveLength(2);
    expect(notices[0]).toContain('broke the connection');
  });

  test('to a server without ranges is begun again, and what comes twice is compared', async () => {
    server.answer('/plain', (request, response, count) =>
      serve(content, { ignoresRanges: true, ...(count === 0 && { breakAfter: 100_000 }) })(
        request,
        response,
        count,
      ),
    );
    expectSame(await (await fetchFile({ paths: ['/plain'] })).all(), content);
    const changed = content.slice().fill(1, 50_000, 60_000);
    server.answer('/changing', (request, response, count) =>
      serve(count === 0 ? content : changed, {
        ignoresRanges: true,
        ...(count === 0 && { breakAfter: 100_000 }),
      })(request, response, count),
    );
    await expect((await fetchFile({ paths: ['/changing'] })).whole).rejects.toThrow(
      '/changing gives other bytes than came before',
    );
  });

  test('that stalls is given up after a while, and named when it stalls for good', async () => {
    server.answer('/stalls', (request, response, count) =>
      serve(content, count === 0 ? { stallAfter: 100_000 } : {})(request, response, count),
    );
    expectSame(await (await fetchFile({ paths: ['/stalls'], patience: hasty })).all(), content);
    server.answer('/dead', () => undefined);
    await expect((await fetchFile({ paths: ['/dead'], patience: hasty })).whole).rejects.toThrow(
      `${server.origin}/dead has sent nothing for`,
    );
  });
});

describe('a server that refuses', () => {
  test('with 429 gets the time it asks for', async () => {
    server.answer('/busy', (request, response, count) => {
      if (count === 0) response.writeHead(429, { 'retry-after': '1' }).end();
      else void serve(content)(request, response, count);
    });
    const start = performance.now();
    const { all, notices } = await fetchFile({ paths: ['/busy'] });
    expectSame(await all(), content);
    expect(performance.now() - start).toBeGreaterThan(950);
    expect(notices[0]).toContain('too many requests');
    server.answer('/busier', (_, response) => void response.writeHead(429, { 'retry-after': '3600' }).end());
    await expect((await fetchFile({ paths: ['/busier'] })).whole).rejects.toThrow('too many requests');
  });

  test.each([
    [404, 'does not exist (404)', 1],
    [403, 'refuses to give the file (403)', 1],
    [503, 'answers with an error of its server (503)', 4],
  ])('with %d is named', async (status, sentence, tries) => {
    const path = `/status${status}`;
    server.answer(path, (_, response) => void response.writeHead(status).end());
    const requests = watch(path);
    await expect((await fetchFile({ paths: [path] })).whole).rejects.toThrow(
      `${server.origin}${path} ${sentence}`,
    );
    expect(requests()).toHaveLength(tries);
  });

  test('with a web page, told by its type or by its first bytes, is named with where it led', async () => {
    server.answer('/moved', (_, response) => void response.writeHead(302, { location: '/login' }).end());
    server.answer('/login', (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<p>Log in');
    });
    await expect((await fetchFile({ paths: ['/moved'] })).whole).rejects.toThrow(
      `/moved answers with a web page (at ${server.origin}/login, where it led)`,
    );
    server.answer('/page', serve(new TextEncoder().encode('\n<!DOCTYPE html><title>Hello</title>')));
    await expect((await fetchFile({ paths: ['/page'] })).whole).rejects.toThrow('answers with a web page');
  });

  test('or is not there at all makes way for the next, and all are named when none is left', async () => {
    server.answer('/good', serve(content));
    const gone = 'http://127.0.0.1:9/file.bin';
    const { all, notices, address } = await fetchFile({ paths: [gone, '/none', '/good'] });
    expectSame(await all(), content);
    expect(address()).toBe(`${server.origin}/good`);
    expect(notices[0]).toContain(`${gone} cannot be reached`);
    expect(notices[0]).toContain(`Now trying ${server.origin}/none`);
    const { whole } = await fetchFile({ paths: [gone, '/none'] });
    await expect(whole).rejects.toThrow(
      /file\.bin could not be fetched\. .*127\.0\.0\.1:9.*none does not exist/,
    );
  });

  test('half-way makes way for the next, whose bytes must agree', async () => {
    server.answer('/half', (_, response, count) => {
      if (count === 0) void serve(content, { breakAfter: 100_000 })(_, response, count);
      else response.writeHead(404).end();
    });
    expectSame(await (await fetchFile({ paths: ['/half', '/good'] })).all(), content);
  });
});

describe('a checksum', () => {
  test('that agrees is silent, one that does not refuses the file and names the mirror', async () => {
    const store = createMemoryStore();
    const sha256 = await sha256Of(content);
    const wrong = content.slice();
    wrong[1234]! ^= 1;
    server.answer('/wrong', serve(wrong));
    const bad = await fetchFile({ paths: ['/wrong'], sha256, store });
    await expect(bad.whole).rejects.toThrow(`${server.origin}/wrong sent other bytes than the file has`);
    expect(await store.list()).toEqual([]);
    const md5 = createHash('md5').update(content).digest('hex');
    await expect((await fetchFile({ paths: ['/wrong'], md5 })).whole).rejects.toThrow('(MD5 ');
    await (
      await fetchFile({ paths: ['/good'], md5 })
    ).whole;
    const good = await fetchFile({ paths: ['/good'], sha256, store });
    await good.whole;
    expect(await store.list()).toMatchObject([{ key: 'set/file.bin', bytes: content.length, isWhole: true }]);
  });

  test('or length of the table that differs refuses the mirror', async () => {
    const { whole } = await fetchFile({ paths: ['/good'], bytes: content.length + 1 });
    await expect(whole).rejects.toThrow(
      `/good has ${content.length} bytes, but the file has ${content.length + 1}`,
    );
  });
});

describe('the store', () => {
  const filled = async (): Promise<FileStore> => {
    const store = createMemoryStore();
    await (
      await fetchFile({ paths: ['/good'], store })
    ).whole;
    return store;
  };

  test('gives a file without any request, also when every mirror is gone', async () => {
    const store = await filled();
    const requests = watch('/');
    const { all, progress } = await fetchFile({ paths: ['http://127.0.0.1:9/'], store });
    expectSame(await all(), content);
    expect(requests()).toEqual([]);
    expect(progress).toMatchObject([{ state: 'whole', address: null, received: content.length }]);
  });

  test('keeps the beginning of what was interrupted, never takes it for whole, and goes on from there', async () => {
    const store = createMemoryStore();
    server.answer('/later', serve(content, { pieceBytes: 50_000, pauseMs: 30 }));
    const controller = new AbortController();
    const first = await fetchFile({ paths: ['/later'], store, signal: controller.signal });
    await first.file.read(0, 100_000);
    controller.abort(new Error('closed'));
    await expect(first.whole).rejects.toThrow('closed');
    const { bytes, isWhole } = (await store.list())[0]!;
    expect(isWhole).toBe(false);
    expect(bytes).toBeGreaterThanOrEqual(100_000);
    expect(await store.open('set/file.bin')).toBeNull();
    const requests = watch('/later');
    expectSame(await (await fetchFile({ paths: ['/later'], store })).all(), content);
    expect(requests()).toEqual([`GET /later bytes=${bytes}-`]);
  });

  test('that is full is a sentence, and the file is used all the same', async () => {
    const { all, whole, notices } = await fetchFile({ paths: ['/good'], store: createMemoryStore(200_000) });
    expectSame(await all(), content);
    await whole;
    expect(notices[0]).toContain(
      'file.bin is used but not kept for the next visit. This browser has no room left',
    );
  });

  test('that never opens a file holds nothing up', async () => {
    let open: (writer: Writer) => void = () => undefined;
    const opened = new Promise<Writer>((resolve) => (open = resolve));
    const store: FileStore = { ...createMemoryStore(), write: () => opened };
    const { all, whole, notices, progress } = await fetchFile({ paths: ['/good'], store, storeMs: 50 });
    expectSame(await all(), content);
    await whole;
    expect(progress.at(-1)!.state).toBe('whole');
    expect(notices).toEqual([
      "file.bin is used but not kept for the next visit. This browser's storage failed (it did not answer within 0.05 s).",
    ]);
    // One that comes all the same is closed.
    let isClosed = false;
    const writer = await createMemoryStore().write('set/file.bin', { address: '/good', total: null });
    open({ ...writer, suspend: () => (isClosed = true) });
    await expect.poll(() => isClosed).toBe(true);
  });

  test('that never opens a file does not hold up who cancels', async () => {
    const store: FileStore = { ...createMemoryStore(), write: () => new Promise(() => undefined) };
    const controller = new AbortController();
    const { whole } = await fetchFile({
      paths: ['/good'],
      store,
      signal: controller.signal,
      storeMs: 60_000,
    });
    setTimeout(() => controller.abort(new Error('closed')), 20);
    await expect(whole).rejects.toThrow('closed');
    // The next one need not wait for it either.
    await expect(
      store.exclusively('set/file.bin', new AbortController().signal, () => Promise.resolve('free')),
    ).resolves.toBe('free');
  });

  test('is filled once by two who ask at the same time', async () => {
    const store = createMemoryStore();
    server.answer('/once', serve(content, { pieceBytes: 100_000, pauseMs: 20 }));
    const requests = watch('/once');
    const both = await Promise.all([1, 2].map(() => fetchFile({ paths: ['/once'], store })));
    for (const { all } of both) expectSame(await all(), content);
    expect(requests()).toHaveLength(1);
  });
});

test('Retry-After is seconds or a date', () => {
  expect(retryAfterMs('2')).toBe(2000);
  expect(retryAfterMs('Wed, 25 Nov 2026 00:00:10 GMT', Date.UTC(2026, 10, 25))).toBe(10_000);
  expect(retryAfterMs('soon')).toBeNull();
  expect(retryAfterMs(null)).toBeNull();
});

test('a web page is told from the beginnings of data files', () => {
  const page = (text: string) => isWebPage(new TextEncoder().encode(text));
  expect(page('<!DOCTYPE html>')).toBe(true);
  expect(page('  \n<HTML lang=en>')).toBe(true);
  for (const start of ['PAR1', '\x1f\x8b', 'PK\x03\x04', '\0\0\x08\x03', '<svg>'])
    expect(page(start)).toBe(false);
});
