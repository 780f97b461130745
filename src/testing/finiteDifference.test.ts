import { expect, test } from 'vitest';
import { product } from '../util/math.ts';
import { gradients } from '../engine/autodiff.ts';
import { Graph } from '../engine/graph.ts';
import { silu } from '../engine/ops/activations.ts';
import { batchNorm2d } from '../engine/ops/batchNorm2d.ts';
import { avgPool2d } from '../engine/ops/pool2d.ts';
import { activation, vector } from '../engine/tensor.ts';
import { checkDirections, checkOp, numericalGradient, randomNormal } from './finiteDifference.ts';

test('the numerical gradient of a known function', () => {
  const gradient = numericalGradient(Float64Array.of(1, 2, -3), ([x, y, z]) => x! * x! + y! * z!);
  [2, -3, 2].forEach((expected, i) => expect(gradient[i]).toBeCloseTo(expected, 8));
});

/** Batch norm, silu and a pool in a row. */
function composition() {
  const graph = new Graph();
  const types = { input: activation(3, 5, 4, 6), weight: vector(5), bias: vector(5) };
  const input = graph.external('input', types.input);
  const [weight, bias] = [graph.external('weight', types.weight), graph.external('bias', types.bias)];
  const { output: normalized } = batchNorm2d(graph, input, weight, bias, { eps: 1e-3 });
  const output = avgPool2d(graph, silu(graph, normalized), { kernelSize: 2 });
  const found = gradients(graph, {
    upstream: [[output, graph.external('gradOutput', output)]],
    wrt: [input, weight, bias],
  });
  const values = (shape: readonly number[], seed: number) => randomNormal(product(shape), seed);
  return {
    graph,
    output,
    gradients: { input: found.get(input)!, weight: found.get(weight)!, bias: found.get(bias)! },
    feeds: {
      input: { type: types.input, values: values(types.input.shape, 1) },
      weight: { type: types.weight, values: values(types.weight.shape, 2) },
      bias: { type: types.bias, values: values(types.bias.shape, 3) },
      gradOutput: { type: output, values: values(output.shape, 4) },
    },
  };
}

test('directional derivatives agree with the gradients of a composition', async () => {
  const { graph, ...check } = composition();
  await checkDirections(graph, { ...check, gradOutput: 'gradOutput' });
});

test('a wrong gradient is found out', async () => {
  const { graph, gradients: right, ...check } = composition();
  const wrong = { ...check, gradients: { input: right.input, weight: right.bias }, gradOutput: 'gradOutput' };
  await expect(checkDirections(graph, wrong)).rejects.toThrow('derivative of weight');
  const operation = checkOp({
    inputs: { input: { type: activation(2, 3, 2, 2) } },
    build: (graph, { input }) => silu(graph, input),
    reference: ({ input }) => input.map((x) => x / (1 + Math.exp(-1.01 * x))),
  });
  await expect(operation).rejects.toThrow();
});
