import { expect, test } from 'vitest';
import type { ByteFile } from '../data/byteFile.ts';
import { pagePlace } from './files.ts';

const bytes = Uint8Array.from([1, 2, 3]).buffer;
const content = async (file: ByteFile | null) => (await file?.read(0, 10))?.buffer;
const answer = (body: BodyInit, init: ResponseInit) => () => Promise.resolve(new Response(body, init));

test('prefers dropped files, by the last part of their names', async () => {
  const asked: string[] = [];
  const { find } = pagePlace({ 'folder/images.gz': bytes }, (address) => {
    asked.push(address as string);
    return Promise.resolve(new Response(bytes));
  });
  expect(await content(await find('mnist/images.gz'))).toEqual(bytes);
  expect(asked).toEqual([]);
  expect(await content(await find('mnist/labels.gz'))).toEqual(bytes);
  expect(asked).toEqual(['/data/mnist/labels.gz']);
});

test('takes 404 and a page for a file that is missing', async () => {
  expect(await pagePlace({}, answer('', { status: 404 })).find('x')).toBeNull();
  expect(
    await pagePlace({}, answer('<html>', { headers: { 'content-type': 'text/html' } })).find('x'),
  ).toBeNull();
});

test('names the address when the server fails or is gone', async () => {
  await expect(pagePlace({}, answer('', { status: 500 })).find('mnist/x')).rejects.toThrow(
    '500 for /data/mnist/x',
  );
  await expect(pagePlace({}, () => Promise.reject(new Error('offline'))).find('mnist/x')).rejects.toThrow(
    '/data/mnist/x could not be fetched (Error: offline)',
  );
});
