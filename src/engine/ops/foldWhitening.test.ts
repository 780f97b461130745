import { describe, expect, test } from 'vitest';
import { expectClose } from '../../testing/allclose.ts';
import { foldWhitening as expectedFold, toMatrices } from '../../testing/deconvReference.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { asMemory, numericalGradient, randomNormal, unpackChecked } from '../../testing/finiteDifference.ts';
import { product } from '../../util/math.ts';
import { gradients } from '../autodiff.ts';
import { Graph, type Tensor } from '../graph.ts';
import { matrix, vector, type TensorType } from '../tensor.ts';
import { foldWhitening, type FoldOptions } from './foldWhitening.ts';

/** Folds random whitenings, which are not symmetric, into random weights: nothing may rely on symmetry. */
async function check(weightShape: readonly number[], features: number, options: FoldOptions = {}) {
  const { groups = 1, contiguous = false } = options;
  const types: Record<string, TensorType> = {
    weight: { shape: weightShape, layout: groups === 1 ? 'weight' : 'groupedWeight' },
    bias: vector(weightShape[0]!),
    deconv: groups === 1 ? matrix(features, features) : matrix(groups, features, features),
    mean: vector(groups * features),
  };
  const names = Object.keys(types);
  const values = names.map((name, i) => randomNormal(product(types[name]!.shape), i));
  const graph = new Graph();
  const [weight, bias, deconv, mean] = names.map((name) => graph.external(name, types[name]!)) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ];
  const folded = foldWhitening(graph, { weight, bias }, { deconv, mean, ...options });
  const upstream = [folded.weight, folded.bias].map((tensor) => randomNormal(product(tensor.shape), 50));
  const found = gradients(graph, {
    upstream: [
      [folded.weight, graph.external('gradWeight', folded.weight)],
      [folded.bias, graph.external('gradBias', folded.bias)],
    ],
    wrt: [weight, bias, deconv, mean],
  });
  const tensors = [weight, bias, deconv, mean];
  const { outputs } = await evaluateTwice(graph, {
    outputs: {
      folded: asMemory(graph, folded.weight),
      shifted: asMemory(graph, folded.bias),
      ...Object.fromEntries(tensors.map((tensor, i) => [names[i]!, asMemory(graph, found.get(tensor)!)])),
    },
    feeds: {
      ...Object.fromEntries(names.map((name, i) => [name, { type: types[name]!, values: values[i]! }])),
      gradWeight: { type: folded.weight, values: upstream[0]! },
      gradBias: { type: folded.bias, values: upstream[1]! },
    },
  });
  const reference = (at: readonly Float64Array[]) =>
    expectedFold(
      at[0]!,
      at[1]!,
      {
        deconvs: toMatrices(at[2]!, groups),
        means: Array.from({ length: groups }, (_, g) => at[3]!.slice(g * features, (g + 1) * features)),
      },
      contiguous,
    );
  const exact = values.map((value) => Float64Array.from(value));
  const expected = reference(exact);
  expectClose(unpackChecked(folded.weight, outputs.folded!), expected.weight);
  expectClose(unpackChecked(folded.bias, outputs.shifted!), expected.bias);
  tensors.forEach((tensor, i) => {
    const slope = numericalGradient(exact[i]!, (moved) => {
      const result = reference(exact.map((value, j) => (j === i ? moved : value)));
      const dot = (a: Float64Array, b: Float32Array) => a.reduce((sum, value, j) => sum + value * b[j]!, 0);
      return dot(result.weight, upstream[0]!) + dot(result.bias, upstream[1]!);
    });
    expectClose(unpackChecked(found.get(tensor)!, outputs[names[i]!]!), slope);
  });
}

describe('whitening folded into weight and bias', () => {
  test('one block of an odd size', () => check([5, 3, 3, 3], 27));
  test('interleaved blocks over channels and taps', () => check([5, 6, 3, 3], 18));
  test('contiguous blocks', () => check([3, 6, 3, 3], 27, { contiguous: true }));
  test('1x1', () => check([6, 10, 1, 1], 5));
  test('groups of outputs that are no vec4', () => check([6, 2, 3, 3], 18, { groups: 2 }));
  test('depthwise', () => check([5, 1, 3, 3], 9, { groups: 5 }));
  test('depthwise with two outputs a channel', () => check([6, 1, 3, 3], 9, { groups: 3 }));
  test('features in contiguous chunks', () => check([7, 12], 4, { contiguous: true }));
});

test('says which blocks do not fill a weight', () => {
  const graph = new Graph();
  const weight = graph.external('weight', { shape: [2, 3, 3, 3], layout: 'weight' });
  const bias = graph.external('bias', vector(2));
  const deconv = graph.external('deconv', matrix(18, 18));
  const mean = graph.external('mean', vector(18));
  expect(() => foldWhitening(graph, { weight, bias }, { deconv, mean })).toThrow('whole blocks of 18');
});
