import { expect, test } from 'vitest';
import { pageReader } from './files.ts';

const bytes = Uint8Array.from([1, 2, 3]).buffer;
const answer = (body: BodyInit, init: ResponseInit) => () => Promise.resolve(new Response(body, init));

test('prefers dropped files, by the last part of their names', async () => {
  const asked: string[] = [];
  const read = pageReader({ 'folder/images.gz': bytes }, (address) => {
    asked.push(address as string);
    return Promise.resolve(new Response(bytes));
  });
  expect(await read('mnist/images.gz')).toBe(bytes);
  expect(asked).toEqual([]);
  expect(await read('mnist/labels.gz')).toEqual(bytes);
  expect(asked).toEqual(['/data/mnist/labels.gz']);
});

test('takes 404 and a page for a file that is missing', async () => {
  expect(await pageReader({}, answer('', { status: 404 }))('x')).toBeNull();
  expect(
    await pageReader({}, answer('<html>', { headers: { 'content-type': 'text/html' } }))('x'),
  ).toBeNull();
});

test('names the address when the server fails or is gone', async () => {
  await expect(pageReader({}, answer('', { status: 500 }))('mnist/x')).rejects.toThrow(
    '500 for /data/mnist/x',
  );
  await expect(pageReader({}, () => Promise.reject(new Error('offline')))('mnist/x')).rejects.toThrow(
    '/data/mnist/x could not be fetched (Error: offline)',
  );
});
