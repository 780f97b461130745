import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { serve, startDataServer, type DataServer } from '../../testing/dataServer.ts';
import { findDataset } from '../datasets.ts';
import { droppedPlace, guessDataset, missingFiles } from '../droppedFiles.ts';
import { sourcesIn } from '../openSources.ts';
import type { OpenSource, SourceRequest } from '../source.ts';
import { UserError } from '../../util/assert.ts';
import { Deliveries, type DeliveriesOptions } from './deliveries.ts';
import { createMemoryStore } from '../../testing/memoryStore.ts';
import type { FileStore } from './store.ts';

const bytes = Uint8Array.from([1, 2, 3, 4]);
const quick = { stallMs: 20_000, delaysMs: [5], maxDelayMs: 100 };
let server: DataServer;

beforeAll(async () => {
  server = await startDataServer();
});
afterAll(() => server.close());
beforeEach(() => {
  for (const path of [
    '/own/set/a.bin',
    '/own/set/b.bin',
    '/own/set/all.tar',
    '/own/set/all.tgz',
    '/public/a.bin',
    '/public/all.tar',
  ])
    server.answer(path, (_, response) => void response.writeHead(404).end());
});

/** Bytes of a file, another for each `seed`. */
const content = (seed: number) => Uint8Array.from({ length: 5000 }, (_, i) => (i * seed + (i >> 7)) & 255);
const isThere = (...paths: readonly string[]) => paths.forEach((path) => server.answer(path, serve(bytes)));

/** A set in two files, or in one of another format. */
const request = (): SourceRequest => ({
  name: 'set',
  title: 'The set',
  sources: [
    {
      format: 'parquet',
      files: [
        {
          role: 'train',
          path: 'set/a.bin',
          mirrors: [{ address: `${server.origin}/public/a.bin`, isOpen: true }],
        },
        {
          role: 'test',
          path: 'set/b.bin',
          mirrors: [{ address: `${server.origin}/public/b.bin`, isOpen: true }],
        },
      ],
    },
    {
      format: 'cifar',
      files: [
        {
          role: 'all',
          path: 'set/all.tgz',
          aliases: ['all.tar'],
          mirrors: [{ address: `${server.origin}/public/all.tar`, isOpen: true }],
        },
      ],
    },
  ],
});

function open(options: Partial<DeliveriesOptions> = {}) {
  const notices: string[] = [];
  const deliveries = new Deliveries({
    fetch,
    store: null,
    folders: [`${server.origin}/own`],
    dropped: null,
    patience: quick,
    onNotice: (notice) => notices.push(notice),
    ...options,
  });
  return { deliveries, notices, opened: deliveries.open(request()) };
}

async function read({ format, files }: OpenSource): Promise<string> {
  const lengths = await Promise.all(files.map(async ({ file }) => (await file.read(0, 100)).length));
  return `${format} ${lengths.join()}`;
}

describe('the places of a data set', () => {
  test('begin with a folder that has all files of a source, under any of their names', async () => {
    isThere('/own/set/all.tar', '/own/set/a.bin', '/public/a.bin', '/public/b.bin');
    expect(await read(await open().opened)).toBe('cifar 4');
    isThere('/own/set/b.bin');
    expect(await read(await open().opened)).toBe('parquet 4,4');
  });

  test('are asked for side by side', async () => {
    isThere('/own/set/a.bin', '/own/set/all.tar');
    // An answer that waits for another question.
    let answerB: () => void = () => undefined;
    server.answer('/own/set/b.bin', (...received) => {
      answerB = () => void serve(bytes)(...received);
    });
    server.answer('/own/set/all.tgz', (_, response) => {
      response.writeHead(404).end();
      answerB();
      isThere('/own/set/b.bin');
    });
    expect(await read(await open().opened)).toBe('parquet 4,4');
  });

  test('go on with the mirrors of the first source that answers', async () => {
    isThere('/public/all.tar');
    expect(await read(await open().opened)).toBe('cifar 4');
  });

  test('that all fail are a sentence with the ways out', async () => {
    await expect(open().opened).rejects.toThrow(
      /The set could not be had\. .*public\/a\.bin does not exist \(404\).*Drop its files on the page \(a\.bin, b\.bin\).*npm run data -- set/,
    );
  });

  test('begin with what the user dropped and what is kept, without a request', async () => {
    const before = server.requests.length;
    const dropped = droppedPlace([{ path: 'folder/All (1).tar', blob: new Blob([bytes]) }]);
    expect(await read(await open({ dropped }).opened)).toBe('cifar 4');
    expect(server.requests.length).toBe(before);
    const store = createMemoryStore();
    isThere('/public/all.tar');
    const first = open({ store });
    await read(await first.opened);
    await expect.poll(async () => (await store.list())[0]?.isWhole).toBe(true);
    const requested = server.requests.length;
    expect(await read(await open({ store }).opened)).toBe('cifar 4');
    expect(server.requests.length).toBe(requested);
  });

  test('are not used again once their bytes were found damaged', async () => {
    isThere('/own/set/all.tar', '/public/a.bin', '/public/b.bin', '/public/all.tar');
    const store = createMemoryStore();
    const { deliveries, opened, notices } = open({ store });
    await read(await opened);
    expect(await deliveries.refuse(new UserError('It is no archive.'))).toBe(true);
    expect(notices[0]).toBe(`Refused ${server.origin}/own/set/all.tar: It is no archive.`);
    expect(await store.list()).toEqual([]);
    expect(await read(await deliveries.open(request()))).toBe('parquet 4,4');
    // What is wrong with the program is no fault of a mirror.
    expect(await deliveries.refuse(new TypeError('undefined is not a function'))).toBe(false);
  });

  describe('whose checksums are known', () => {
    const good = { a: content(1), b: content(2) };
    const bad = content(3);

    /** Two files with two mirrors each; the checksums of those named are known. */
    const twoFiles = (known = 'ab'): SourceRequest => ({
      name: 'set',
      title: 'The set',
      sources: [
        {
          format: 'parquet',
          files: (['a', 'b'] as const).map((name) => ({
            role: name === 'a' ? 'train' : 'test',
            path: `set/${name}.bin`,
            mirrors: [1, 2].map((i) => ({
              address: `${server.origin}/mirror${i}/${name}.bin`,
              isOpen: true,
            })),
            ...(known.includes(name) && { sha256: createHash('sha256').update(good[name]).digest('hex') }),
          })),
        },
      ],
    });
    const visit = (store: FileStore | null = createMemoryStore()) => {
      const notices: string[] = [];
      const deliveries = new Deliveries({
        ...{ fetch, store, folders: [], dropped: null, patience: quick },
        onNotice: (notice) => notices.push(notice),
      });
      return { deliveries, notices };
    };
    const readWhole = ({ files }: OpenSource) =>
      Promise.all(
        files.map(async ({ file }) => Buffer.from(await file.read(0, 1e6)).equals(good[file.name[0] as 'a'])),
      );
    const isKept = (store: FileStore, key: string) =>
      expect
        .poll(async () => (await store.list()).find((file) => file.key === key)?.isWhole, { timeout: 10_000 })
        .toBe(true);
    const since = (before: number) => server.requests.slice(before);

    beforeEach(() => {
      for (const name of ['a', 'b'] as const)
        for (const i of [1, 2]) server.answer(`/mirror${i}/${name}.bin`, serve(good[name]));
    });

    test('give way to the next mirror of one file alone when that sends other bytes', async () => {
      server.answer('/mirror1/b.bin', serve(bad));
      const before = server.requests.length;
      const store = createMemoryStore();
      const { deliveries, notices } = visit(store);
      const first = await deliveries.open(twoFiles());
      const error: unknown = await readWhole(first).then(
        () => null,
        (reason: unknown) => reason,
      );
      await isKept(store, 'set/a.bin');
      expect(String(error)).toContain(`${server.origin}/mirror1/b.bin sent other bytes than the file has`);
      expect(await deliveries.refuse(error)).toBe(true);
      expect(notices).toEqual([
        expect.stringMatching(/\/mirror1\/b\.bin sent other bytes .* Now trying .*\/mirror2\/b\.bin\.$/),
      ]);
      expect((await store.list()).map(({ key }) => key)).toEqual(['set/a.bin']);
      expect(await readWhole(await deliveries.open(twoFiles()))).toEqual([true, true]);
      await deliveries.whole();
      // The good file came once.
      expect(since(before).toSorted()).toEqual([
        'GET /mirror1/a.bin',
        'GET /mirror1/b.bin',
        'GET /mirror2/b.bin',
      ]);
      expect((await store.list()).map(({ key, isWhole }) => [key, isWhole])).toEqual([
        ['set/a.bin', true],
        ['set/b.bin', true],
      ]);
    });

    test('are named when no mirror sends the right bytes, and the good file stays', async () => {
      for (const i of [1, 2]) server.answer(`/mirror${i}/b.bin`, serve(bad));
      const store = createMemoryStore();
      const { deliveries } = visit(store);
      for (let i = 0; i < 2; i++) {
        const open = await deliveries.open(twoFiles());
        const error: unknown = await readWhole(open).catch((reason: unknown) => reason);
        await isKept(store, 'set/a.bin');
        expect(await deliveries.refuse(error)).toBe(true);
      }
      await expect(deliveries.open(twoFiles())).rejects.toThrow(
        /The set could not be had\. .*mirror1\/b\.bin sent other bytes.*mirror2\/b\.bin sent other bytes/,
      );
      expect((await store.list()).map(({ key }) => key)).toEqual(['set/a.bin']);
    });

    test('are tried anew at once when an empty file comes first', async () => {
      server.answer('/mirror1/b.bin', serve(new Uint8Array(0)));
      const { deliveries } = visit();
      expect(await readWhole(await deliveries.open(twoFiles()))).toEqual([true, true]);
    });

    test('stay where the rest of the set is damaged', async () => {
      server.answer('/mirror1/b.bin', serve(bad));
      const { deliveries, notices } = visit();
      await readWhole(await deliveries.open(twoFiles('a')));
      await deliveries.whole();
      expect(await deliveries.refuse(new UserError('b.bin has no end.'))).toBe(true);
      expect(notices).toEqual([`Refused ${server.origin}/mirror1/b.bin: b.bin has no end.`]);
      expect(await readWhole(await deliveries.open(twoFiles('a')))).toEqual([true, true]);
    });
  });

  test('are looked for no longer once the download is cancelled', async () => {
    let isAsked = false;
    server.answer('/own/set/a.bin', () => void (isAsked = true));
    isThere('/public/a.bin', '/public/b.bin');
    const { deliveries, opened, notices } = open({ patience: { ...quick, stallMs: 60_000 } });
    const cancelled = expect(opened).rejects.toThrow('The download was cancelled.');
    await expect.poll(() => isAsked).toBe(true);
    const before = server.requests.length;
    deliveries.cancel();
    await cancelled;
    expect(server.requests.length).toBe(before);
    expect(notices).toEqual([]);
  });

  test('a server that is gone is asked once', async () => {
    isThere('/public/all.tar');
    const { opened, notices } = open({ folders: ['http://127.0.0.1:9'] });
    expect(await read(await opened)).toBe('cifar 4');
    expect(notices.filter((notice) => notice.startsWith('http://127.0.0.1:9'))).toHaveLength(1);
  });
});

describe('dropped files', () => {
  test('name the data set that they are of', () => {
    expect(guessDataset(['train-images.idx3-ubyte'], 'fashion-mnist')).toBe('fashion-mnist');
    expect(guessDataset(['x/T10K-labels-idx1-ubyte (2).gz'], 'cifar10')).toBe('mnist');
    expect(guessDataset(['cifar-10-binary.tar.gz'], 'mnist')).toBe('cifar10');
    expect(guessDataset(['photos/cats/1.JPG'], 'mnist')).toBe('own');
    expect(guessDataset(['photos.zip'], 'own-32')).toBe('own-32');
    expect(guessDataset(['notes.txt'], 'mnist')).toBeNull();
  });

  test('are known under the names of their repository, with the folder where the names are the same', async () => {
    const tiny = [
      'train-00000-of-00001-1359597a978bc4fa.parquet',
      'valid-00000-of-00001-70d52db3c749a935 (1).parquet',
    ];
    expect(guessDataset(tiny, 'mnist')).toBe('tiny-imagenet');
    expect(missingFiles(tiny, 'tiny-imagenet')).toEqual([]);
    const halves = ['160px/train/0000.parquet', '160px/validation/0000.parquet'];
    expect(guessDataset(halves, 'mnist')).toBe('imagenette');
    expect(guessDataset(halves, 'imagenette-32')).toBe('imagenette-32');
    expect(missingFiles(halves, 'imagenette')).toEqual([]);
    expect(missingFiles(halves.slice(0, 1), 'imagenette')).toEqual(['test-00000-of-00001.parquet']);
    // Which of two it is without its folder, nobody knows.
    expect(guessDataset(['0000.parquet'], 'imagenette')).toBeNull();

    for (const [paths, dataset] of [
      [tiny, 'tiny-imagenet'],
      [halves, 'imagenette'],
    ] as const) {
      const place = droppedPlace(paths.map((path, i) => ({ path, blob: new Blob([bytes.slice(i)]) })));
      const open = await sourcesIn(place)(findDataset(dataset));
      expect(await read(open)).toBe('parquet 4,3');
      expect(open.files.map(({ role }) => role)).toEqual(['train', 'test']);
    }
  });

  test('are complete, or what is missing is named', () => {
    expect(missingFiles(['train-images-idx3-ubyte', 'train-labels-idx1-ubyte'], 'mnist')).toEqual([
      't10k-images-idx3-ubyte.gz',
      't10k-labels-idx1-ubyte.gz',
    ]);
    expect(missingFiles(['cifar-10-binary.tar.gz'], 'cifar10')).toEqual([]);
    expect(missingFiles(['photos/cats/1.jpg'], 'own')).toEqual([]);
  });
});
