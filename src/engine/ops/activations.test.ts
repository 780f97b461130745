import { expect, test } from 'vitest';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { checkOp, randomNormal } from '../../testing/finiteDifference.ts';
import { Graph } from '../graph.ts';
import { activation, vector } from '../tensor.ts';
import { relu, relu6, sigmoid, silu } from './activations.ts';

const type = activation(3, 5, 5, 7);
/** Spread over the bends at 0 and 6, but none so near that a difference quotient would straddle it. */
const spread = randomNormal(3 * 5 * 5 * 7, 7).map((x) => {
  const value = 5 * x;
  return Math.abs(value) < 1e-3 || Math.abs(value - 6) < 1e-3 ? 1 : value;
});
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

test.each([
  ['relu', relu, (x: number) => Math.max(x, 0)],
  ['relu6', relu6, (x: number) => Math.min(Math.max(x, 0), 6)],
  ['sigmoid', sigmoid, logistic],
  ['silu', silu, (x: number) => x * logistic(x)],
] as const)('%s and its gradient', async (_, op, exact) => {
  await checkOp({
    inputs: { input: { type, values: spread } },
    build: (graph, { input }) => op(graph, input),
    reference: ({ input }) => input.map(exact),
  });
});

test.each([
  ['relu', relu],
  ['relu6', relu6],
  ['sigmoid', sigmoid],
  ['silu', silu],
] as const)('%s keeps NaN and survives large numbers', async (_, op) => {
  const wide = activation(2, 3);
  const graph = new Graph();
  const output = op(graph, graph.external('input', wide));
  const { outputs } = await evaluateTwice(graph, {
    outputs: { output },
    feeds: { input: { type: wide, values: [1, NaN, 3, -1, -200, 200] } },
  });
  expect([...outputs.output!].map(Number.isFinite)).toEqual([true, false, true, true, true, true]);
  expect(outputs.output![1]).toBeNaN();
});

test('refuses what is not an activation', () => {
  const graph = new Graph();
  expect(() => relu(graph, graph.external('input', vector(4)))).toThrow('relu: expects an activation');
});
