import { mkdtempSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { dataHandler, serveData } from './serveData.mjs';

const folder = mkdtempSync(join(tmpdir(), 'deconv-lab-test-'));
const packed = gzipSync('labels');
let server: Server;

beforeAll(async () => {
  mkdirSync(join(folder, 'data', 'mnist'), { recursive: true });
  writeFileSync(join(folder, 'secret.txt'), 'private words');
  writeFileSync(join(folder, 'data', '.hidden'), 'private words');
  writeFileSync(join(folder, 'data', 'mnist', 'labels.gz'), packed);
  const handler = dataHandler(join(folder, 'data'));
  server = createServer((incoming, response) => {
    handler(incoming, response, () => response.writeHead(200).end('the page'));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** Asks with the path exactly as written; `fetch` would tidy it first. */
function ask(path: string, method = 'GET', headers: Readonly<Record<string, string>> = {}) {
  const { port } = server.address() as AddressInfo;
  return new Promise<{ status: number; headers: Record<string, unknown>; body: Buffer }>((done, fail) => {
    request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        done({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
      );
    })
      .on('error', fail)
      .end();
  });
}

test('serves a file byte for byte, still packed, with its length', async () => {
  const { status, headers, body } = await ask('/data/mnist/labels.gz?version=1');
  expect(status).toBe(200);
  expect(body.equals(packed)).toBe(true);
  expect(headers['content-length']).toBe(String(packed.length));
  expect(headers['content-encoding']).toBeUndefined();
  const head = await ask('/data/mnist/labels.gz', 'HEAD');
  expect([head.status, head.headers['content-length'], head.body.length]).toEqual([
    200,
    String(packed.length),
    0,
  ]);
});

test('serves a single range of bytes', async () => {
  const part = async (range: string) => {
    const { status, headers, body } = await ask('/data/mnist/labels.gz', 'GET', { range });
    return [status, headers['content-range'], body.toString('hex')];
  };
  const size = packed.length;
  const hex = (start: number, end?: number) => packed.subarray(start, end).toString('hex');
  expect(await part('bytes=0-0')).toEqual([206, `bytes 0-0/${size}`, hex(0, 1)]);
  expect(await part('bytes=5-')).toEqual([206, `bytes 5-${size - 1}/${size}`, hex(5)]);
  expect(await part('bytes=2-9999')).toEqual([206, `bytes 2-${size - 1}/${size}`, hex(2)]);
  expect(await part(`bytes=${size}-`)).toEqual([416, `bytes */${size}`, '']);
  // Whatever else one may ask for gets all.
  for (const range of ['bytes=-5', 'bytes=0-1,3-4', 'bytes=4-2', 'lines=1-2'])
    expect(await part(range)).toEqual([200, undefined, hex(0)]);
});

test.each([
  '/data/mnist/none.gz',
  '/data/mnist',
  '/data/',
  '/data/../secret.txt',
  '/data/%2e%2e/secret.txt',
  '/data/..%2fsecret.txt',
  '/data/mnist/..%5c..%5c..%5csecret.txt',
  '/data/.hidden',
  '/data/%00',
  '/data/%zz',
])('%s is a plain 404', async (path) => {
  const { status, headers, body } = await ask(path);
  expect(status).toBe(404);
  expect(headers['content-type']).toContain('text/plain');
  expect(String(body)).not.toContain('private words');
});

test('leaves every other address to the page, and writes nothing', async () => {
  expect(String((await ask('/database.json')).body)).toBe('the page');
  expect((await ask('/data/mnist/labels.gz', 'PUT')).status).toBe(405);
});

test('a build contains the data sets, but no beginning of one', async () => {
  const root = join(folder, 'page');
  for (const path of [
    'index.html',
    'public/data/mnist/labels.gz',
    'public/data/.partial/mnist%2Fimages.gz',
  ]) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), path);
  }
  await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [serveData(join(root, 'public/data'))],
  });
  expect(readdirSync(join(root, 'dist/data'))).toEqual(['mnist']);
  expect(readdirSync(join(root, 'dist/data/mnist'))).toEqual(['labels.gz']);
  // What is under way goes on.
  expect(readdirSync(join(root, 'public/data/.partial'))).toHaveLength(1);
});
