import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Complaint } from './run.mjs';
import { parseOptions } from './startOptions.mjs';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'start-'));
  mkdirSync(join(folder, 'my data'));
  writeFileSync(join(folder, 'file'), '');
  // npm's note of where it was called.
  vi.stubEnv('INIT_CWD', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const defaults = { port: null, data: null, open: true, help: false };

test('serves public/data on a free port unless it is told otherwise', () => {
  expect(parseOptions([])).toEqual(defaults);
  expect(parseOptions(['--no-open', '--port', '8080'])).toEqual({ ...defaults, open: false, port: 8080 });
  expect(parseOptions(['-h'])).toEqual({ ...defaults, help: true });
});

test('takes a folder of data by its path from where npm was called', () => {
  const data = join(folder, 'my data');
  for (const args of [['--data', 'my data'], ['--data=my data'], ['--data', data], [`--data=${data}`]])
    expect(parseOptions(args)).toEqual({ ...defaults, data });
  mkdirSync(join(folder, 'a=b'));
  expect(parseOptions(['--data=a=b']).data).toBe(join(folder, 'a=b'));
});

test.each([
  [['--data', 'none'], /--data names .*none, which is not a folder\./],
  [['--data', 'file'], /--data names .*file, which is not a folder\./],
  [['--data'], /--data needs a value\.[^]*--data DIR/],
  [['--data', '--no-open'], /--data needs a value\./],
  [['--port', 'http'], /--port takes a whole number from 1 to 65535, not http\./],
  [['--port=70000'], /not 70000\./],
  [['--date', 'x'], /Unknown option --date; the options are --port, --data and --no-open\./],
])('refuses %j with a sentence', (args, sentence) => {
  expect(() => parseOptions(args)).toThrow(sentence);
  expect(() => parseOptions(args)).toThrow(Complaint);
});
