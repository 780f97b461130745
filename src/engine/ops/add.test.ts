import { expect, test } from 'vitest';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { gradients } from '../autodiff.ts';
import { Graph } from '../graph.ts';
import { activation } from '../tensor.ts';
import { add } from './add.ts';

test('adds, and sums gradients where a tensor is used twice', async () => {
  const type = activation(2, 3, 2, 1);
  const values = Float32Array.from({ length: 12 }, (_, i) => i - 5);
  const graph = new Graph();
  const input = graph.external('input', type);
  const gradOutput = graph.external('gradOutput', type);
  const output = add(graph, input, input);
  const gradInput = gradients(graph, { upstream: [[output, gradOutput]], wrt: [input] }).get(input)!;
  const { outputs } = await evaluateTwice(graph, {
    outputs: { output, gradInput },
    feeds: { input: { type, values }, gradOutput: { type, values } },
  });
  expect([...outputs.output!]).toEqual([...values.map((value) => 2 * value)]);
  expect([...outputs.gradInput!]).toEqual([...values.map((value) => 2 * value)]);
});

test('names both shapes when they differ', () => {
  const graph = new Graph();
  const left = graph.external('left', activation(1, 2, 2, 2));
  const right = graph.external('right', activation(1, 3, 2, 2));
  expect(() => add(graph, left, right)).toThrow('[1,2,2,2] and [1,3,2,2]');
});
