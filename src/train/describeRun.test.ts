import { expect, test } from 'vitest';
import { lane, openSession, tiny } from '../testing/session.ts';
import type { Dataset } from '../data/dataset.ts';
import { defaultConfig, type TrainConfig } from './config.ts';
import { describeRun } from './describeRun.ts';
import { answerQuestion } from './questions.ts';

const lenet: TrainConfig = { ...tiny, model: 'lenet', lanes: [lane('none'), lane('deconv')], steps: 2 };

test('what is said before a run is what its networks have', async () => {
  const { session, all } = openSession();
  await session.start(lenet);
  const answer = await answerQuestion(session, { type: 'describe', config: lenet });
  if (answer.type !== 'describe') throw new Error(answer.type);
  const { lanes, limitBytes, problem, advice } = answer;
  const ready = all('ready')[0]!;
  expect(lanes.map(({ parameters }) => parameters)).toEqual(ready.lanes.map(({ parameters }) => parameters));
  ready.lanes.forEach(({ bufferBytes }, i) => {
    // Evaluation needs some more, and small buffers are rounded up.
    const { total } = lanes[i]!.memory;
    expect(bufferBytes).toBeGreaterThan(0.8 * total);
    expect(bufferBytes).toBeLessThan(2.5 * total);
  });
  expect(limitBytes).toBeGreaterThanOrEqual(128 * 1024 ** 2);
  expect([problem, advice]).toEqual([null, null]);
});

test('a run beyond the limits says what would make it fit', () => {
  const config = { ...defaultConfig, dataset: 'cifar10', model: 'vgg16' };
  expect(describeRun(config, null).problem).toBeNull();
  const { largestBuffer, advice } = describeRun(config, 2 ** 31);
  expect(advice).toMatch(/^vgg16 needs about [\d.]+ GB at batch size 128/);
  const { problem } = describeRun(config, largestBuffer - 1);
  expect(problem).toMatch(/^A buffer of vgg16 .* It would fit with width 0\.5\.$/);
  expect(describeRun({ ...config, width: 0.5 }, largestBuffer - 1).problem).toBeNull();
});

test('own images count once they are there', () => {
  const config = { ...defaultConfig, dataset: 'own', model: 'lenet' };
  const before = describeRun(config, null).memory;
  expect(before.images).toBe(0);
  const images = (count: number) => ({ count }) as Dataset['test'];
  const loaded = {
    name: 'own',
    classes: ['cat', 'dog'],
    trainCount: 80,
    test: images(20),
  } as unknown as Dataset;
  const { lanes, memory } = describeRun(config, null, loaded);
  expect(memory.images).toBe(100 * (3 * 64 * 64 + 4));
  expect(lanes[0]!.layers.at(-1)!.outputShape).toEqual([2]);
  expect(describeRun({ ...config, dataset: 'mnist' }, null, loaded).memory.images).toBe(70_000 * (784 + 4));
});

test('a model that does not go with the images is a sentence', () => {
  expect(() => describeRun({ ...defaultConfig, model: 'vgg11d' }, null)).toThrow('needs images of at least');
});
