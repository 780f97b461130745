import { expect, test } from 'vitest';
import { expectClose } from '../../testing/allclose.ts';
import { checkOp, randomNormal } from '../../testing/finiteDifference.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { product } from '../../util/math.ts';
import { gradients } from '../autodiff.ts';
import { compile } from '../compile.ts';
import { Graph } from '../graph.ts';
import { activation, vector } from '../tensor.ts';
import { Variables } from '../variables.ts';
import { batchNorm2d, batchNormInference } from './batchNorm2d.ts';

const eps = 1e-3;

/** Indices of the values of each channel. */
function channels([n = 1, c = 1, h = 1, w = 1]: readonly number[]): number[][] {
  const indices: number[][] = Array.from({ length: c }, () => []);
  for (let i = 0; i < n * c * h * w; i++) indices[Math.floor(i / (h * w)) % c]!.push(i);
  return indices;
}

function statistics(
  shape: readonly number[],
  input: ArrayLike<number>,
): { mean: number[]; variance: number[] } {
  const average = (indices: number[], value: (i: number) => number) =>
    indices.reduce((sum, i) => sum + value(i), 0) / indices.length;
  const mean = channels(shape).map((indices) => average(indices, (i) => input[i]!));
  const variance = channels(shape).map((indices, c) => average(indices, (i) => (input[i]! - mean[c]!) ** 2));
  return { mean, variance };
}

interface Normalization {
  readonly input: Float64Array;
  readonly weight: Float64Array;
  readonly bias: Float64Array;
  readonly mean: ArrayLike<number>;
  readonly variance: ArrayLike<number>;
}

function normalize(
  shape: readonly number[],
  { input, weight, bias, mean, variance }: Normalization,
): Float64Array {
  const output = new Float64Array(input.length);
  channels(shape).forEach((indices, c) => {
    for (const i of indices)
      output[i] = ((input[i]! - mean[c]!) / Math.sqrt(variance[c]! + eps)) * weight[c]! + bias[c]!;
  });
  return output;
}

test.each([[[3, 5, 5, 7]], [[3, 6]], [[2, 3, 11, 9]]])(
  'batchNorm2d and its gradients on %j',
  async (shape) => {
    const c = shape[1]!;
    await checkOp({
      inputs: {
        input: { type: activation(...shape), values: randomNormal(product(shape), 3).map((x) => 3 + 2 * x) },
        weight: { type: vector(c) },
        bias: { type: vector(c) },
      },
      build: (graph, { input, weight, bias }) => batchNorm2d(graph, input, weight, bias, { eps }).output,
      reference: (values) => normalize(shape, { ...values, ...statistics(shape, values.input) }),
    });
  },
);

test('batchNormInference and its gradients', async () => {
  const shape = [3, 5, 5, 7];
  const constant = (values: number[]) => ({ type: vector(5), values, differentiable: false });
  await checkOp({
    inputs: {
      input: { type: activation(...shape) },
      weight: { type: vector(5) },
      bias: { type: vector(5) },
      mean: constant([0.1, -2, 3, 0, 1]),
      variance: constant([1, 0.1, 4, 2, 0.5]),
    },
    build: (graph, { input, weight, bias, mean, variance }) =>
      batchNormInference(graph, input, weight, bias, mean, variance, { eps }),
    reference: (values) => normalize(shape, values),
  });
});

test('variance does not drown in a large mean, over many rows', async () => {
  const shape = [4, 5, 33, 31];
  const type = activation(...shape);
  const values = randomNormal(product(shape), 5).map((x) => 1000 + x);
  const graph = new Graph();
  const [weight, bias] = [graph.external('weight', vector(5)), graph.external('bias', vector(5))];
  const { statistics: found } = batchNorm2d(graph, graph.external('input', type), weight, bias, { eps });
  const ones = { type: vector(5), values: [1, 1, 1, 1, 1] };
  const { outputs } = await evaluateTwice(graph, {
    outputs: { found },
    feeds: { input: { type, values }, weight: ones, bias: ones },
  });
  const expected = statistics(shape, values);
  expectClose(outputs.found!.slice(0, 5), expected.mean, 1e-6);
  expectClose(outputs.found!.slice(8, 13), expected.variance, 1e-4);
});

test('moves running statistics, the variance by the unbiased estimate', async () => {
  const shape = [3, 5, 3, 2];
  const type = activation(...shape);
  const values = randomNormal(product(shape), 6);
  const variables = new Variables();
  const declare = (name: string, value: number) =>
    variables.declare('state', name, vector(5), () => new Float32Array(5).fill(value));
  const graph = new Graph();
  const running = {
    mean: graph.variable(declare('running_mean', 0)),
    variance: graph.variable(declare('running_var', 1)),
    momentum: 0.2,
  };
  const affine = graph.external('affine', vector(5));
  batchNorm2d(graph, graph.external('input', type), affine, affine, { eps, running });
  const { variables: after } = await evaluateTwice(graph, {
    variables,
    runs: 2,
    feeds: { input: { type, values }, affine: { type: vector(5), values: [1, 1, 1, 1, 1] } },
  });
  const { mean, variance } = statistics(shape, values);
  const twice = (start: number, value: number) => 0.8 * (0.8 * start + 0.2 * value) + 0.2 * value;
  expectClose(
    after.running_mean!,
    mean.map((value) => twice(0, value)),
  );
  expectClose(
    after.running_var!,
    variance.map((value) => twice(1, (value * 18) / 17)),
  );
});

test('takes three dispatches forward and three back where rows are many, and no copies of parameter gradients', () => {
  const variables = new Variables();
  const graph = new Graph();
  const ones = () => new Float32Array(4).fill(1);
  const weight = variables.declare('parameter', 'weight', vector(4), ones);
  const bias = variables.declare('parameter', 'bias', vector(4), ones);
  const input = graph.external('input', activation(17, 4, 31, 33));
  const { output } = batchNorm2d(graph, input, graph.variable(weight), graph.variable(bias), { eps });
  const found = gradients(graph, {
    upstream: [[output, graph.external('gradOutput', output)]],
    wrt: [input, graph.variable(weight), graph.variable(bias)],
  });
  const program = compile(graph, {
    outputs: { output, gradInput: found.get(input)! },
    parameterGradients: new Map(
      [weight, bias].map((variable) => [variable, found.get(graph.variable(variable))!]),
    ),
  });
  expect(program.dispatches).toHaveLength(6);
});

test('names the shapes that do not agree', () => {
  const graph = new Graph();
  const [input, five] = [graph.external('input', activation(1, 6, 1, 1)), graph.external('five', vector(5))];
  const six = graph.external('six', vector(6));
  expect(() => batchNorm2d(graph, input, five, five, { eps })).toThrow(
    'need 6 channels like the input [1,6,1,1]',
  );
  expect(() => batchNorm2d(graph, input, six, six, { eps })).toThrow('use a larger batch');
});
