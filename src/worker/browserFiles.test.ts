import { afterEach, expect, test, vi } from 'vitest';
import type { FileProgress } from '../data/delivery/deliver.ts';
import type { SourceRequest } from '../data/source.ts';
import { BrowserFiles } from './browserFiles.ts';

const request: SourceRequest = {
  name: 'set',
  title: 'The set',
  sources: [{ format: 'parquet', files: [{ role: 'train', path: 'set/a.bin', mirrors: [] }] }],
};

afterEach(() => void vi.unstubAllGlobals());

test('a run that was overtaken before its files were opened does not hand them to the next', async () => {
  const files = new BrowserFiles(() => undefined);
  const config = { dataset: 'set' };
  files.begin({ config, files: [{ path: 'a.bin', blob: new Blob(['first']) }] });
  const first = files.open(request);
  files.begin({ config, files: [{ path: 'a.bin', blob: new Blob(['the second']) }] });
  const second = files.open(request);
  await expect(first).rejects.toThrow('cancelled');
  expect(await (await second).files[0]!.file.size()).toBe('the second'.length);
});

test('a download that was cancelled is not told as one under way', async () => {
  // Some bytes, and then nothing more.
  const body = () => new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(9)) });
  const isThere = (address: string) => address === 'https://there/a.bin';
  vi.stubGlobal('fetch', (address: string) =>
    Promise.resolve(isThere(address) ? new Response(body()) : new Response(null, { status: 404 })),
  );
  let told: readonly FileProgress[] = [];
  const files = new BrowserFiles((progress) => (told = progress));
  const file = {
    role: 'train',
    path: 'set/a.bin',
    mirrors: [{ address: 'https://there/a.bin', isOpen: true }],
  };
  files.begin({ config: { dataset: 'set' } });
  await files.open({ ...request, sources: [{ format: 'parquet', files: [file] }] } as SourceRequest);
  await vi.waitFor(() => expect(told).toMatchObject([{ state: 'fetching', received: 9 }]));
  files.cancel();
  await vi.waitFor(() => expect(told).toEqual([]));
});
