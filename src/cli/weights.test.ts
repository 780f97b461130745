import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseSafetensors } from '../data/safetensors.ts';
import { train } from './train.ts';

let directory: string;
beforeAll(async () => (directory = await mkdtemp(join(tmpdir(), 'weights-'))));
afterAll(() => rm(directory, { recursive: true }));

const settings = { dataset: 'glyphs', model: 'linear', trainSize: '40', testSize: '20', batchSize: '8' };
/** Nothing else is asked for. */
const plain = {
  ...{ data: undefined, config: undefined, json: undefined, recipe: undefined },
  ...{ load: undefined, save: undefined, record: undefined, kernels: false },
};
const tensorsOf = async (path: string) => parseSafetensors(await readFile(path), path).tensors;

test('weights that are saved are those that a run starts from when they are loaded', async () => {
  const [first, second] = [join(directory, 'first.safetensors'), join(directory, 'second.safetensors')];
  const run = { ...settings, lanes: 'deconv', steps: '3', seed: '1' };
  expect(await train({ ...plain, settings: run, save: first })).toBe(0);
  const still = { ...run, seed: '2', learningRate: '0', weightDecay: '0' };
  expect(await train({ ...plain, settings: still, load: first, save: second })).toBe(0);
  const [saved, again] = [await tensorsOf(first), await tensorsOf(second)];
  for (const name of ['linear.weight', 'linear.bias']) expect(again.get(name)).toEqual(saved.get(name));
  expect(again.get('linear.running_deconv')).not.toEqual(saved.get('linear.running_deconv'));
});

test('a damaged file is said before anything is done', async () => {
  const damaged = join(directory, 'damaged.safetensors');
  await writeFile(damaged, 'not weights');
  const run = { ...plain, settings: { ...settings, dataset: 'mnist' }, data: directory };
  await expect(train({ ...run, load: damaged })).rejects.toThrow(
    `${damaged} is not a valid safetensors file`,
  );
});
