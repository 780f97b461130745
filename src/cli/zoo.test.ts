import { expect, test } from 'vitest';
import { createDawn } from './dawn.ts';
import { judge, zoo } from './zoo.ts';

const falling = Array.from({ length: 30 }, (_, step) => 2.3 - step / 20);

test('losses must be there, finite and falling', () => {
  expect(judge(falling, 30)).toEqual({ passed: true, text: '2.20 → 0.950' });
  expect(judge([...falling].reverse(), 30)).toEqual({ passed: false, text: '0.950 → 2.20, does not fall' });
  expect(judge(falling.slice(0, 20), 30)).toMatchObject({ passed: false });
  const broken = judge(falling.with(7, NaN), 30);
  expect(broken.passed).toBe(false);
  expect(broken.text).toContain('not finite after 8 steps');
});

const flags = {
  models: 'mlp',
  steps: '30',
  data: '.',
  ...{
    dataset: 'glyphs',
    width: '1',
    depth: '1',
    batchSize: '16',
    learningRate: '0.02',
    lanes: 'batch,deconv:blockSize=16',
  },
};

test('a model is trained with both normalisations', async () => {
  let text = '';
  const isRight = await zoo(flags, createDawn, { write: (line) => (text += line) });
  expect(text).toMatch(/^\| Model \| batch \| deconv \|\n.*\n\| mlp \| 2\.\d+ → .* \| 2\.\d+ → .* \|\n$/);
  expect(isRight).toBe(true);
});

test('values that are not valid are named before anything is done', async () => {
  const run = (change: Partial<typeof flags>) =>
    zoo({ ...flags, ...change }, createDawn, { write: () => undefined });
  await expect(run({ models: 'mlpp' })).rejects.toThrow('mlpp');
  await expect(run({ steps: '9' })).rejects.toThrow('--steps is 9');
  await expect(run({ width: 'no' })).rejects.toThrow('(--width) is "no"');
  await expect(run({ data: 'nowhere' })).rejects.toThrow('There is no directory nowhere');
});
