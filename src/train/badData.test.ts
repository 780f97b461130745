import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { decodeImages } from '../cli/decodeImages.ts';
import { Deliveries } from '../data/delivery/deliveries.ts';
import { createMemoryStore } from '../testing/memoryStore.ts';
import type { FileStore } from '../data/delivery/store.ts';
import { startDataServer, serve, type Answer, type DataServer } from '../testing/dataServer.ts';
import { gzip, idx, parquet, picture, plain, range, zip, type Bytes } from '../testing/formatFiles.ts';
import { UserError } from '../util/assert.ts';
import { defaultConfig } from './config.ts';
import { SessionData } from './sessionData.ts';

/**
 * What is wrong with data, from the server to the session: each fault is a sentence that names the file, nothing of the
 * set is kept or used, and the next mirror, which has it whole, is taken instead.
 */
/** Only a server that stalls is not waited for: on a busy machine others may take their time. */
const patience = { stallMs: 20_000, delaysMs: [5], maxDelayMs: 50 };
const stallMs = 150;
type Files = Readonly<Record<string, Bytes>>;

const png = await picture('png', { width: 32, height: 32 });
const red = await picture('png', { width: 32, height: 32, color: [250, 0, 0] });

const images = (count: number) => idx([count, 28, 28], range(784 * count, 7));
const mnist: Files = {
  'mnist/train-images-idx3-ubyte.gz': gzip(images(4)),
  'mnist/train-labels-idx1-ubyte.gz': gzip(idx([4], [5, 0, 4, 1])),
  'mnist/t10k-images-idx3-ubyte.gz': gzip(images(2)),
  'mnist/t10k-labels-idx1-ubyte.gz': gzip(idx([2], [7, 2])),
};
const cifar10: Files = {
  'cifar10/train-00000-of-00001.parquet': parquet([png, red, png, red], [0, 1, 2, 3]),
  'cifar10/test-00000-of-00001.parquet': parquet([png, red], [1, 2]),
};
const photos = { 'cat/1.png': png, 'cat/2.png': png, 'dog/1.png': red, 'dog/2.png': red };
const own: Files = { 'own/own.zip': await zip(photos) };
const sets = { mnist, cifar10, own } as const;

let server: DataServer;
beforeAll(async () => void (server = await startDataServer()));
afterAll(() => server.close());
beforeEach(() => {
  for (const [name, set] of Object.entries(sets))
    for (const [path, bytes] of Object.entries(set)) {
      server.answer(`/good/${path}`, serve(bytes));
      server.answer(`/bad/${path}`, (_, response) => void response.writeHead(404).end());
      server.answer(`/${name}.public/${path}`, (_, response) => void response.writeHead(404).end());
    }
});

interface Visit {
  readonly dataset: string;
  /** Folders of the server, in turn. */
  readonly folders: readonly string[];
  readonly store?: FileStore;
  readonly stallMs?: number;
}

/** Loads a set as the page does, from this server alone: public mirrors are its folder `/public`. */
async function load({ dataset, folders, store = createMemoryStore(), ...impatience }: Visit) {
  const notices: string[] = [];
  const deliveries = new Deliveries({
    fetch: (address, options) => {
      const path = address.startsWith(server.origin)
        ? address
        : `${server.origin}/public/${address.slice(address.lastIndexOf('/') + 1)}`;
      return fetch(path, options);
    },
    store,
    folders: folders.map((folder) => server.origin + folder),
    dropped: null,
    patience: { ...patience, ...impatience },
    onNotice: (notice) => notices.push(notice),
  });
  const data = new SessionData(
    {
      openSources: deliveries.open,
      refuseSources: deliveries.refuse,
      decodeImages,
    },
    {
      onProgress: () => undefined,
      onGrowth: () => undefined,
      onRefused: () => Promise.resolve(),
      onFailure: () => undefined,
    },
  );
  const error = await data
    .load({ ...defaultConfig, dataset }, () => new Promise(() => undefined))
    .then(
      () => null,
      (reason: unknown) => reason,
    );
  const whole = (await store.list()).filter(({ isWhole }) => isWhole).map(({ key }) => key);
  return { error, set: data.dataset, notices, whole };
}

async function expectRefused(dataset: keyof typeof sets, change: Files, sentence: RegExp): Promise<void> {
  for (const [path, bytes] of Object.entries({ ...sets[dataset], ...change }))
    server.answer(`/bad/${path}`, serve(bytes));
  const name = Object.keys(change)[0]!.split('/').at(-1)!;
  const alone = await load({ dataset, folders: ['/bad'] });
  expect(alone.error).toBeInstanceOf(UserError);
  const { message } = alone.error as UserError;
  expect(message).toContain(`Refused ${server.origin}/bad/`);
  // The fault names its file by itself, whatever addresses come before it.
  const fault = alone.notices
    .find((notice) => notice.startsWith('Refused '))!
    .replace(/^Refused \S+(, \S+)*: /, '');
  expect(message).toContain(fault);
  expect(fault).not.toContain('Refused');
  expect(fault).toMatch(sentence);
  expect(fault).toContain(name);
  expect([alone.set, alone.whole]).toEqual([null, []]);

  const second = await load({ dataset, folders: ['/bad', '/good'] });
  expect(second.error).toBeNull();
  expect(second.notices.join('\n')).toMatch(sentence);
  expect(second.set!.trainCount).toBe(dataset === 'own' ? 2 : 4);
  expect([...second.whole].sort()).toEqual(Object.keys(sets[dataset]).sort());
}

const flipped = (bytes: Bytes, at: number) => bytes.map((byte, i) => (i === at ? byte ^ 0xff : byte));

const trainImages = 'mnist/train-images-idx3-ubyte.gz';
const trainLabels = 'mnist/train-labels-idx1-ubyte.gz';
test.each<[string, Files, RegExp]>([
  [
    'gzip that is cut off',
    { [trainImages]: mnist[trainImages]!.slice(0, -9) },
    /data are damaged or cut off/,
  ],
  [
    'gzip whose checksum differs',
    { [trainImages]: flipped(mnist[trainImages]!, mnist[trainImages]!.length - 7) },
    /data are damaged or cut off/,
  ],
  [
    'another file',
    { [trainImages]: gzip(new TextEncoder().encode('something else')) },
    /it begins with the bytes 73 6f 6d 65, not with 00 00/,
  ],
  [
    'dimensions that do not multiply to the length',
    { [trainImages]: gzip(images(4).slice(0, -1)) },
    /its dimensions 4 x 28 x 28 need 3136 bytes, but it has 3135/,
  ],
  [
    'numbers of images and labels that differ',
    { [trainLabels]: gzip(idx([3], [5, 0, 4])) },
    /train-images-idx3-ubyte.gz has 4 images, but train-labels-idx1-ubyte.gz has 3 labels/,
  ],
  [
    'a label out of range',
    { [trainLabels]: gzip(idx([4], [5, 0, 10, 1])) },
    /train-labels-idx1-ubyte.gz gives image 2 the label 10.*10 classes \(0 to 9\)/,
  ],
  [
    'an empty set',
    { [trainImages]: gzip(images(0)), [trainLabels]: gzip(idx([0], [])) },
    /train-images-idx3-ubyte.gz holds no images/,
  ],
  [
    'one class only',
    { [trainLabels]: gzip(idx([4], [3, 3, 3, 3])) },
    /All 4 training images of MNIST \(train-labels-idx1-ubyte\.gz\) are of one class \("3"\)/,
  ],
])('IDX: %s', (_fault, change, sentence) => expectRefused('mnist', change, sentence));

const train = 'cifar10/train-00000-of-00001.parquet';
const valid = cifar10[train]!;
/** The directory's length stands in the four bytes before the last four. */
const footerBytes = new DataView(valid.buffer).getUint32(valid.length - 8, true);
const withLength = (length: number) => {
  const changed = valid.slice();
  new DataView(changed.buffer).setUint32(valid.length - 8, length, true);
  return changed;
};
/** Snappy is code 1, in zigzag 2, in the field after the path of a column; 30 is no codec. */
const withCodec = () => {
  const name = Buffer.from(valid).lastIndexOf(Buffer.from([5, ...Buffer.from('label')]));
  const changed = valid.slice();
  changed[changed.indexOf(2, name + 6)] = 60;
  return changed;
};
test.each<[string, Bytes, RegExp]>([
  [
    'no column of images',
    parquet([png], [1], { image: 'picture' }),
    /has no column of images: image or img is looked for, but it has picture, label/,
  ],
  [
    'no column of labels',
    parquet([png], [1], { label: 'class' }),
    /has no column of labels: label or labels or fine_label is looked for, but it has img, class/,
  ],
  [
    'a null in place of an image',
    parquet([png, null], [1, 2]),
    /Row 1 of train-00000-of-00001.parquet has no image/,
  ],
  [
    'an image without bytes',
    parquet([png, 'elsewhere.png'], [1, 2]),
    /Row 1 of train-00000-of-00001.parquet has no image/,
  ],
  [
    'a null in place of a label',
    parquet([png, red], [1, null]),
    /Row 1 of train-00000-of-00001.parquet has no label/,
  ],
  ['a label out of range', parquet([png, red], [1, 10]), /gives image 1 the label 10/],
  [
    'an unknown codec',
    withCodec(),
    /rows 2 to 3 cannot be read \(its values are packed with a codec that the format does not have\)/,
  ],
  ['an end that is cut off', valid.slice(0, -20), /does not end with PAR1, so its directory is cut off/],
  [
    'a directory longer than the file',
    withLength(valid.length),
    /its directory cannot be read \(parquet metadata length \d+ exceeds/,
  ],
  ['a directory cut off at its start', withLength(footerBytes - 40), /its directory cannot be read\./],
  [
    'a directory without its data',
    plain(Buffer.concat([valid.slice(0, 4), valid.slice(-footerBytes - 8)])),
    /rows 0 to 1 cannot be read/,
  ],
  ['no rows', parquet([], []), /holds no images/],
  ['one class only', parquet([png, red], [4, 4]), /of one class \("deer"\)/],
])('Parquet: %s', (_fault, bytes, sentence) => expectRefused('cifar10', { [train]: bytes }, sentence));

/** A zip whose writer would refuse the path, too. */
async function zipWithPath(path: string): Promise<Bytes> {
  const harmless = 'x'.repeat(path.length);
  const bytes = Buffer.from(await zip({ ...photos, [harmless]: png }));
  for (let at = bytes.indexOf(harmless); at >= 0; at = bytes.indexOf(harmless, at + 1)) bytes.write(path, at);
  return plain(bytes);
}
/** A zip whose directory says that each of its files unpacks to `size` bytes. */
async function zipOf(size: number): Promise<Bytes> {
  const bytes = Buffer.from(
    await zip({ ...photos, ...Object.fromEntries([1, 2, 3, 4, 5].map((i) => [`cow/${i}.png`, png])) }),
  );
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4))
    for (const field of [20, 24]) bytes.writeUInt32LE(size, at + field);
  return plain(bytes);
}
test.each<[string, Bytes, RegExp]>([
  ['an absolute path', await zipWithPath('/etc/1.png'), /has the path "\/etc\/1.png", which leads outside/],
  [
    'a path with ..',
    await zipWithPath('cat/../../1.png'),
    /has the path "cat\/..\/..\/1.png", which leads outside/,
  ],
  [
    'a thousandfold compression',
    await zip({ ...photos, 'cat/0.png': new Uint8Array(4_000_000) }),
    /holds cat\/0.png, which unpacks to 4.0\d? MB, a thousand times its size/,
  ],
  ['more than 2 GiB', await zipOf(250_000_000), /unpacks to more than 2.15 GB/],
  ['an end that is cut off', own['own/own.zip']!.slice(0, -40), /is not a valid zip archive/],
  [
    'what is no image',
    await zip({ ...photos, 'dog/3.png': Uint8Array.of(1, 2, 3) }),
    /own\.zip: dog\/3\.png is not an image that can be decoded/,
  ],
  [
    'no images',
    await zip({ 'cat/notes.txt': Uint8Array.of(1) }),
    /own\.zip holds no PNG, JPEG, WebP or GIF file/,
  ],
  [
    'one class only',
    await zip({ 'cat/1.png': png, 'cat/2.png': png }),
    /Own images, 64 pixels \(own\.zip\) has only one class \("cat"\)/,
  ],
])('zip: %s', (_fault, bytes, sentence) => expectRefused('own', { 'own/own.zip': bytes }, sentence));

test('zip: images of mixed sizes are resized with a note', async () => {
  const wide = await picture('png', { width: 50, height: 20 });
  server.answer('/good/own/own.zip', serve(await zip({ ...photos, 'cat/3.png': wide })));
  const { set } = await load({ dataset: 'own-32', folders: ['/good'] });
  expect(set!.notes()).toEqual([
    '1 of 5 images of Own images, 32 pixels have other sizes; the middle of each was scaled to 32 x 32.',
  ]);
});

const cut = (bytes: Bytes) => serve(bytes, { stallAfter: 10, ignoresRanges: true });
test.each<[string, (bytes: Bytes) => Answer, RegExp]>([
  ['404', () => (_, response) => void response.writeHead(404).end(), /does not exist \(404\)/],
  [
    '429',
    () => (_, response) => void response.writeHead(429, { 'retry-after': '3600' }).end(),
    /too many requests came from this network \(429\)/,
  ],
  [
    'a redirect to a web page',
    () => (_, response) => void response.writeHead(302, { location: '/login' }).end(),
    /answers with a web page \(at .*\/login, where it led\)/,
  ],
  [
    'a web page',
    () => serve(new TextEncoder().encode('<!doctype html><title>Hello</title>')),
    /answers with a web page/,
  ],
  ['a stall', cut, /has sent nothing for/],
  ['other bytes than the checksum', (bytes) => serve(bytes), /sent other bytes than the file has \(MD5/],
])('a mirror: %s', async (_fault, answer, sentence) => {
  server.answer('/login', (_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<p>Log in');
  });
  for (const [path, bytes] of Object.entries(mnist))
    server.answer(`/public/${path.split('/')[1]!}`, answer(bytes));
  const { error, set, whole } = await load({
    dataset: 'mnist',
    folders: [],
    ...(answer === cut && { stallMs }),
  });
  expect(error).toBeInstanceOf(UserError);
  expect((error as UserError).message).toMatch(sentence);
  expect((error as UserError).message).toMatch(
    /https:\/\/cdn\.jsdelivr\.net\/gh\/fgnt\/mnist@master\/\w+-(images|labels)-idx\d-ubyte\.gz/,
  );
  expect([set, whole]).toEqual([null, []]);
});

test('a full quota: the set is used, and nothing partial is kept', async () => {
  const { error, set, notices, whole } = await load({
    ...{ dataset: 'mnist', folders: ['/good'] },
    store: createMemoryStore(100),
  });
  expect(error).toBeNull();
  expect(set!.trainCount).toBe(4);
  expect(notices.join('\n')).toMatch(
    /train-images-idx3-ubyte.gz is used but not kept for the next visit. This browser has no room left/,
  );
  expect(whole).not.toContain(trainImages);
});
