import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ImageSet } from '../../data/dataset.ts';
import { findDataset, type DatasetEntry } from '../../data/datasets.ts';
import { loadDataset } from '../../data/load.ts';
import { sourcesIn } from '../../data/openSources.ts';
import type { OpenSource, SourceFile } from '../../data/source.ts';
import { serve, startDataServer, type DataServer } from '../../testing/dataServer.ts';
import { parquet, picture, zip } from '../../testing/formatFiles.ts';
import { decodeImages } from '../decodeImages.ts';
import { directoryPlace } from '../files.ts';
import { dataCommand } from './data.ts';
import { createDiskStore } from './diskStore.ts';
import { fetchSet } from './fetchSet.ts';
import { verifySet } from './verifySet.ts';

/** Four small IDX files with MNIST's names. */
const idx = (shape: readonly number[], value: (index: number) => number): Buffer => {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.writeUInt32BE(0x0800 + shape.length, 0);
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  const count = shape.reduce((product, size) => product * size, 1);
  return gzipSync(
    Buffer.concat([header, Buffer.from(Array.from({ length: count }, (_, i) => value(i) & 255))]),
  );
};
const noise = (i: number) => Math.imul(i ^ (i >>> 7), 2654435761) >>> 15;
const files: Readonly<Record<string, Buffer>> = {
  'train-images-idx3-ubyte.gz': idx([200, 28, 28], noise),
  'train-labels-idx1-ubyte.gz': idx([200], (i) => i % 10),
  't10k-images-idx3-ubyte.gz': idx([20, 28, 28], noise),
  't10k-labels-idx1-ubyte.gz': idx([20], (i) => i % 10),
};
const images = 'train-images-idx3-ubyte.gz';

let server: DataServer;
let root: string;
beforeAll(async () => {
  server = await startDataServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'data-'));
  for (const [name, bytes] of Object.entries(files)) server.answer(`/data/mnist/${name}`, serve(bytes));
});
afterEach(() => rm(root, { recursive: true }));

/** What the command prints; rejects with what it fails with. */
async function data(...args: readonly string[]): Promise<string> {
  let printed = '';
  const command = new Command().addCommand(
    dataCommand({ write: (text: string) => (printed += text) }).exitOverride(),
  );
  await command.parseAsync(['node', 'deconv-lab', 'data', ...args]);
  return printed;
}

const fetchMnist = (...more: readonly string[]) =>
  data('mnist', '--out', root, '--mirror', `${server.origin}/data`, ...more);
const present = async (folder: string) => (await readdir(join(root, folder))).sort();
const names = Object.keys(files).sort();

describe('npm run data', () => {
  test('fetches a set, byte by byte as the server has it, and asks for nothing again', async () => {
    const printed = await fetchMnist();
    expect(printed).toContain('MNIST: 200 training and 20 test images of 10 classes');
    expect(printed).toMatch(/MNIST: [\d.]+ kB of [\d.]+ kB \(100 %\) from 127\.0\.0\.1/);
    expect(await present('mnist')).toEqual(names);
    expect(await present('.')).toEqual(['mnist']);
    for (const name of names)
      expect(Buffer.compare(await readFile(join(root, 'mnist', name)), files[name]!)).toBe(0);
    const before = server.requests.length;
    expect(await fetchMnist()).toContain('200 training');
    // It looks whether the server has it, no more.
    expect(server.requests.slice(before).every((request) => request.endsWith('bytes=0-0'))).toBe(true);
    expect(await data('--out', root)).toMatch(/^mnist +MNIST +[\d.]+ kB here +licence: CC BY-SA 3\.0$/m);
  });

  test('takes the next mirror after a failure, and says so', async () => {
    const printed = await data(
      ...['mnist', '--out', root, '--mirror', 'http://127.0.0.1:9/data', '--mirror', `${server.origin}/data`],
    );
    expect(printed).toContain('http://127.0.0.1:9/data/mnist/train-images-idx3-ubyte.gz cannot be reached');
    expect(await present('mnist')).toEqual(names);
  });

  test('drops a damaged set and names its file; nothing of it stays', async () => {
    server.answer(`/data/mnist/${images}`, serve(files[images]!.subarray(0, 30_000)));
    const row = localOnly();
    const verify = async (open: OpenSource) => void (await verifySet(row, open, () => undefined));
    await expect(fetchSet(row, { ...options(), verify })).rejects.toThrow(
      /train-images-idx3-ubyte\.gz.*npm run data -- mnist --from DIR/s,
    );
    expect(await createDiskStore(root).list()).toEqual([]);
  });

  test('refuses a mirror that sends other bytes than the checksum, and takes the one after it', async () => {
    server.answer('/bad', serve(Buffer.from('other bytes')));
    server.answer('/good', serve(files[images]!));
    const sha256 = createHash('sha256').update(files[images]!).digest('hex');
    const notices: string[] = [];
    await fetchSet(oneFile({ sha256, mirrors: [mirror('/bad'), mirror('/good')] }), {
      ...options(),
      onNotice: (notice) => notices.push(notice),
    });
    expect(notices.join(' ')).toMatch(/\/bad sent other bytes than the file has \(SHA-256/);
    expect(Buffer.compare(await readFile(join(root, 'one/file.gz')), files[images]!)).toBe(0);
  });

  test('goes on where an earlier attempt ended', async () => {
    server.answer('/file.gz', serve(files[images]!, { breakAfter: 30_000 }));
    const row = oneFile({ mirrors: [mirror('/file.gz')] });
    const hasty = { ...options(), patience: { stallMs: 2000, delaysMs: [], maxDelayMs: 0 } };
    await expect(fetchSet(row, hasty)).rejects.toThrow(/ended after|broke the connection/);
    expect(await present('.')).toEqual(['.partial']);
    server.answer('/file.gz', serve(files[images]!));
    await fetchSet(row, options());
    expect(server.requests.at(-1)).toMatch(/^GET \/file\.gz bytes=\d{4,}-$/);
    expect(Buffer.compare(await readFile(join(root, 'one/file.gz')), files[images]!)).toBe(0);
    expect(await present('.')).toEqual(['one']);
  });

  test('names a directory that cannot be written', async () => {
    await writeFile(join(root, 'file'), '');
    await expect(
      data('mnist', '--out', join(root, 'file'), '--mirror', `${server.origin}/data`),
    ).rejects.toThrow(/mnist\/.* cannot be written: /);
  });

  test('names a set, mirror or directory that is none', async () => {
    await expect(data('mnits')).rejects.toThrow(/no data set "mnits"; choose one of glyphs/);
    await expect(data('glyphs')).rejects.toThrow(/nothing to fetch/);
    await expect(data('own')).rejects.toThrow(/npm run data -- own --from DIR/);
    await expect(data('mnist', '--mirror', 'example')).rejects.toThrow(/--mirror is example/);
    await expect(data('mnist', '--from', join(root, 'none'))).rejects.toThrow(/no directory .*--from/);
  });
});

describe('npm run data -- --from', () => {
  test('imports several sets, and all that a directory has', async () => {
    const from = join(root, 'from');
    await mkdir(join(from, 'mnist'), { recursive: true });
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(from, 'mnist', name), bytes);
    const out = join(root, 'out');
    expect(await data('all', '--from', from, '--out', out)).toContain('MNIST: 200 training');
    expect(await readdir(out)).toEqual(['mnist']);
    await expect(data('mnist', 'cifar10', '--from', from, '--out', out)).rejects.toThrow(
      '1 of 2 data sets are not there',
    );
    await expect(data('cifar10', '--from', from, '--out', out)).rejects.toThrow(
      /does not hold the files of CIFAR-10: train-00000-of-00001\.parquet \+ .*cifar-10-binary\.tar\.gz/,
    );
  });

  test.each([
    ['imagenette', ['train/0000.parquet', 'validation/0000.parquet']],
    [
      'tiny-imagenet',
      ['train-00000-of-00001-1359597a978bc4fa.parquet', 'valid-00000-of-00001-70d52db3c749a935.parquet'],
    ],
  ])('imports %s under the names of its repository', async (name, paths) => {
    const from = join(root, 'from');
    const image = await picture('png', { width: 64, height: 64 });
    for (const [i, path] of paths.entries()) {
      await mkdir(dirname(join(from, path)), { recursive: true });
      const labels = i === 0 ? [0, 1, 2] : [0, 1];
      await writeFile(
        join(from, path),
        parquet(
          labels.map(() => image),
          labels,
          { image: 'image' },
        ),
      );
    }
    const out = join(root, 'out');
    const sentence = '3 training and 2 test images';
    expect(await data(name, '--from', from, '--out', out)).toContain(sentence);
    expect(await data(name, '--from', out, '--out', join(root, 'again'))).toContain(sentence);
    expect(await data('--out', out)).toMatch(new RegExp(`^${name} .* here`, 'm'));
  });

  test('copies nothing of a damaged set', async () => {
    const from = join(root, 'from');
    await mkdir(from);
    for (const [name, bytes] of Object.entries(files))
      await writeFile(join(from, name), name === images ? bytes.subarray(0, 30_000) : bytes);
    const out = join(root, 'out');
    await expect(data('mnist', '--from', from, '--out', out)).rejects.toThrow(images);
    expect(await readdir(root)).toEqual(['from']);
  });

  test('packs a folder of images into a zip, which is read like the folder', async () => {
    const from = join(root, 'photos');
    for (const [name, color] of [
      ['grey cat', [90, 90, 90]],
      ['dog', [180, 120, 60]],
    ] as const) {
      await mkdir(join(from, name), { recursive: true });
      const bytes = await picture('png', { width: 64, height: 64, color });
      for (let i = 0; i < 5; i++) await writeFile(join(from, name, `${i}.png`), bytes);
      await writeFile(join(from, name, 'notes.txt'), 'no image');
    }
    const out = join(root, 'out');
    expect(await data('own', '--from', from, '--out', out)).toContain(
      '8 training and 2 test images of 2 classes',
    );
    expect(await readdir(join(out, 'own'))).toEqual(['own.zip']);
    // And is imported again as it is.
    const again = join(root, 'again');
    expect(await data('own', '--from', out, '--out', again)).toContain('8 training');
    const imported = await loadOwn(again);
    expect(imported).toEqual(await loadOwn(from));
    expect([imported.train.count, imported.test.count]).toEqual([8, 2]);
  });

  /** A directory with a zip of two classes below the given path. */
  const withZip = async (path: string) => {
    const from = join(root, 'from');
    const bytes = await photoZip();
    await mkdir(dirname(join(from, path)), { recursive: true });
    await writeFile(join(from, path), bytes);
    return { from, bytes };
  };

  test.each(['own/own.zip', 'own/photos.zip', 'own.zip', 'photos.zip'])('copies the zip %s', async (path) => {
    const { from, bytes } = await withZip(path);
    const out = join(root, 'out');
    await writeFile(join(from, 'notes.txt'), 'no image');
    expect(await data('own', '--from', from, '--out', out)).toContain('4 training and 2 test images');
    expect((await readFile(join(out, 'own/own.zip'))).equals(bytes)).toBe(true);
    expect(await loadOwn(out)).toEqual(await loadOwn(from));
  });

  test('leaves files alone that lie where they belong', async () => {
    const { from, bytes } = await withZip('own/own.zip');
    expect(await data('own', '--from', from, '--out', from)).toContain('4 training');
    expect((await readFile(join(from, 'own/own.zip'))).equals(bytes)).toBe(true);
    await mkdir(join(from, 'mnist'));
    for (const [name, content] of Object.entries(files)) await writeFile(join(from, 'mnist', name), content);
    await data('mnist', '--from', join(from, 'mnist'), '--out', from);
    expect((await readFile(join(from, 'mnist', images))).equals(files[images]!)).toBe(true);
    expect(await readdir(from)).toEqual(['mnist', 'own']);
  });

  test('packs several zips and loose images into one, and none over itself', async () => {
    const { from, bytes } = await withZip('own/own.zip');
    await writeFile(join(from, 'own/more.zip'), bytes);
    const out = join(root, 'out');
    expect(await data('own', '--from', from, '--out', out)).toContain('10 training and 2 test images');
    const before = await loadOwn(from);
    expect(await loadOwn(out)).toEqual(before);
    await expect(data('own', '--from', from, '--out', from)).rejects.toThrow(
      /own\/own\.zip is there already, .* --out/,
    );
    expect((await readFile(join(from, 'own/own.zip'))).equals(bytes)).toBe(true);
    // What lies beside an archive of itself counts once.
    await mkdir(join(from, 'own/cat'));
    await writeFile(
      join(from, 'own/cat/0.png'),
      await picture('png', { width: 64, height: 64, color: [9, 9, 9] }),
    );
    const { train, test } = await loadOwn(from);
    expect(train.count + test.count).toBe(before.train.count + before.test.count - 1);
  });
});

test('a file is not fetched by two programs at once', async () => {
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
  const lock = join(root, '.partial', `${encodeURIComponent('one/file.gz')}.lock`);
  await mkdir(join(root, '.partial'));
  await writeFile(lock, String(other.pid));
  server.answer('/file.gz', serve(files[images]!));
  const row = oneFile({ mirrors: [mirror('/file.gz')] });
  await expect(fetchSet(row, options())).rejects.toThrow(`by process ${other.pid}`);
  // A program that was killed leaves its lock behind.
  const ended = new Promise((resolve) => other.on('exit', resolve));
  other.kill('SIGKILL');
  await ended;
  await fetchSet(row, options());
  expect(await present('one')).toEqual(['file.gz']);
});

/** Three images of each of two classes. */
async function photoZip(): Promise<Uint8Array> {
  const photo = (value: number) =>
    picture('png', { width: 64, height: 64, color: [value, 200 - value, value] });
  const paths = ['cat', 'dog'].flatMap((name, i) =>
    [0, 1, 2].map(async (n) => [`${name}/${n}.png`, await photo(60 * i + 20 * n)] as const),
  );
  return zip(Object.fromEntries(await Promise.all(paths)));
}

/** Own images as training gets them from a directory. */
async function loadOwn(directory: string) {
  const { train, test, classes } = await loadDataset(findDataset('own'), {
    open: sourcesIn(directoryPlace(directory)),
    decode: decodeImages,
    ...{ seed: 0, trainSize: null, testSize: null, labelNoise: 0 },
  });
  const plainSet = ({ count, labels, pixels }: ImageSet) => ({
    count,
    labels: [...labels],
    pixels: createHash('sha256').update(pixels).digest('hex'),
  });
  return { classes, train: plainSet(train), test: plainSet(test) };
}

const mirror = (path: string) => ({ address: server.origin + path, isOpen: false });

const options = () => ({
  store: createDiskStore(root),
  mirrors: [] as string[],
  signal: new AbortController().signal,
  patience: { stallMs: 2000, delaysMs: [5], maxDelayMs: 100 },
  onProgress: () => undefined,
  onNotice: () => undefined,
  verify: () => Promise.resolve(),
});

/** A set of one file. */
function oneFile(file: Pick<SourceFile, 'mirrors' | 'sha256'>): DatasetEntry {
  return {
    ...findDataset('mnist'),
    sources: [{ format: 'idx', files: [{ role: 'all', path: 'one/file.gz', ...file }] }],
  };
}

/** MNIST with the test's server as its only mirror. */
function localOnly(): DatasetEntry {
  const row = findDataset('mnist');
  return {
    ...row,
    sources: row.sources.slice(0, 1).map(({ format, files: wanted }) => ({
      format,
      files: wanted.map(({ role, path }) => ({ role, path, mirrors: [mirror(`/data/${path}`)] })),
    })),
  };
}
