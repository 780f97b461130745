import { expect, test } from 'vitest';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { randomNormal } from '../../testing/finiteDifference.ts';
import { Graph } from '../graph.ts';
import { activation, flat } from '../tensor.ts';
import { argmax } from './argmax.ts';

async function answersOf(logits: ArrayLike<number>, classes: number, step: { first: number; count: number }) {
  const samples = logits.length / classes;
  const type = activation(samples, classes);
  const graph = new Graph();
  const answers = graph.external('answers', flat(200));
  argmax(graph, graph.external('logits', type), answers);
  const { outputs } = await evaluateTwice(graph, {
    outputs: { answers },
    feeds: {
      logits: { type, values: Float32Array.from(logits) },
      answers: { type: flat(200), values: new Uint32Array(200).fill(77) },
    },
    step,
  });
  return [...new Uint32Array(outputs.answers!.buffer)];
}

test.each([1, 3, 10, 33])(
  'finds the largest of %i classes, and leaves all else as it was',
  async (classes) => {
    const samples = 70;
    const logits = randomNormal(samples * classes, 5);
    const expected = Array.from({ length: samples }, (_, n) => {
      const row = [...logits.slice(n * classes, (n + 1) * classes)];
      return row.indexOf(Math.max(...row));
    });
    const answers = await answersOf(logits, classes, { first: 11, count: 67 });
    expect(answers.slice(11, 11 + 67)).toEqual(expected.slice(0, 67));
    expect(answers.slice(0, 11)).toEqual(Array(11).fill(77));
    expect(answers.slice(11 + 67)).toEqual(Array(200 - 78).fill(77));
  },
);

test('takes the first of equal logits and drops what lies beyond the end', async () => {
  const answers = await answersOf([2, 2, 1, 0, 3, 3, 5, 4, 5], 3, { first: 198, count: 3 });
  expect(answers.slice(197)).toEqual([77, 0, 1]);
});

test('names the shape that it cannot take', () => {
  const graph = new Graph();
  const logits = graph.external('logits', activation(2, 3, 4, 4));
  expect(() => argmax(graph, logits, graph.external('answers', flat(2)))).toThrow('got [2,3,4,4]');
});
