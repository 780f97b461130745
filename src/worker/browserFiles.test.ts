import { expect, test } from 'vitest';
import type { SourceRequest } from '../data/source.ts';
import { BrowserFiles } from './browserFiles.ts';

const request: SourceRequest = {
  name: 'set',
  title: 'The set',
  sources: [{ format: 'parquet', files: [{ role: 'train', path: 'set/a.bin', mirrors: [] }] }],
};

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
