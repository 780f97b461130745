import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildWhole } from './build.mjs';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'build-'));
});
afterEach(() => rmSync(parent, { recursive: true }));

/** A build of two files, the second of which takes a while. */
const slowBuild = (text: string) => async (outDir: string) => {
  writeFileSync(join(outDir, 'first'), text);
  await new Promise((done) => setTimeout(done, 20));
  writeFileSync(join(outDir, 'second'), text);
};

test('two builds at once make one whole folder, and the next call builds nothing', async () => {
  const folder = join(parent, 'state');
  const building = [buildWhole(folder, slowBuild('a')), buildWhole(folder, slowBuild('b'))];
  expect(existsSync(folder)).toBe(false);
  await Promise.all(building);
  expect(readFileSync(join(folder, 'first'), 'utf8')).toBe(readFileSync(join(folder, 'second'), 'utf8'));
  expect(readdirSync(parent)).toEqual(['state']);
  await buildWhole(folder, () => Promise.reject(new Error('built again')));
});

test('a build that fails leaves nothing, and old ones go while new ones stay', async () => {
  for (const name of ['old', 'new']) await buildWhole(join(parent, name), slowBuild(name));
  const lastWeek = new Date(Date.now() - 7 * 24 * 60 * 60 * 1000);
  utimesSync(join(parent, 'old'), lastWeek, lastWeek);
  await expect(buildWhole(join(parent, 'state'), () => Promise.reject(new Error('no')))).rejects.toThrow(
    'no',
  );
  expect(readdirSync(parent)).toEqual(['new']);
});
