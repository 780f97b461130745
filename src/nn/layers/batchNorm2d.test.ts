import { expect, test } from 'vitest';
import { Graph } from '../../engine/graph.ts';
import { activation } from '../../engine/tensor.ts';
import { Variables } from '../../engine/variables.ts';
import { expectClose } from '../../testing/allclose.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { randomNormal } from '../../testing/finiteDifference.ts';
import { Scope } from '../scope.ts';
import { batchNorm2d } from './batchNorm2d.ts';

const type = activation(4, 3);
const values = randomNormal(12, 1).map((x) => 2 + 3 * x);

async function run(training: boolean, runs: number, states: Record<string, ArrayLike<number>> = {}) {
  const variables = new Variables();
  const graph = new Graph();
  const scope = Scope.root({ graph, variables, mode: { training, frozen: false }, seed: 1 }).child('bn1');
  const output = batchNorm2d(scope, graph.external('input', type), { momentum: 0.25 });
  return evaluateTwice(graph, {
    outputs: { output },
    feeds: { input: { type, values } },
    variables,
    values: states,
    runs,
  });
}

test('normalises by the batch and moves the running statistics in training', async () => {
  const { outputs, variables } = await run(true, 1);
  expect(Object.keys(variables)).toEqual(['bn1.weight', 'bn1.bias', 'bn1.running_mean', 'bn1.running_var']);
  const mean = [0, 1, 2].map((c) => [0, 1, 2, 3].reduce((sum, n) => sum + values[3 * n + c]!, 0) / 4);
  const squares = mean.map((m, c) => [0, 1, 2, 3].reduce((sum, n) => sum + (values[3 * n + c]! - m) ** 2, 0));
  expectClose(
    outputs.output!,
    values.map((x, i) => (x - mean[i % 3]!) / Math.sqrt(squares[i % 3]! / 4 + 1e-5)),
  );
  expectClose(
    variables['bn1.running_mean']!,
    mean.map((m) => 0.25 * m),
  );
  expectClose(
    variables['bn1.running_var']!,
    squares.map((s) => 0.75 + (0.25 * s) / 3),
  );
});

test('uses and keeps the running statistics in evaluation', async () => {
  const states = { 'bn1.running_mean': [1, 2, 3], 'bn1.running_var': [4, 1, 0.25] };
  const { outputs, variables } = await run(false, 2, states);
  expectClose(
    outputs.output!,
    values.map((x, i) => (x - [1, 2, 3][i % 3]!) / Math.sqrt([4, 1, 0.25][i % 3]! + 1e-5)),
  );
  expect([...variables['bn1.running_mean']!]).toEqual([1, 2, 3]);
});
