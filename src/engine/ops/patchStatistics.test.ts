import { describe, expect, test } from 'vitest';
import { expectClose } from '../../testing/allclose.ts';
import {
  columnMean,
  covariance,
  flatten,
  sampledPatches,
  type PatchOptions,
  type Shape4,
} from '../../testing/deconvReference.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { asMemory, numericalGradient, randomNormal, unpackChecked } from '../../testing/finiteDifference.ts';
import { product } from '../../util/math.ts';
import { gradients } from '../autodiff.ts';
import { Graph } from '../graph.ts';
import { activation } from '../tensor.ts';
import { patchMean } from './patchMean.ts';
import { patchStatistics, type PatchStatisticsOptions } from './patchStatistics.ts';

function reference(input: ArrayLike<number>, shape: Shape4, options: PatchStatisticsOptions) {
  const groups = sampledPatches(input, shape, options);
  const means = groups.map(columnMean);
  const { eps, centred = true } = options;
  const covariances = groups.map((rows, group) =>
    covariance(rows, centred ? means[group]! : means[group]!.map(() => 0), eps),
  );
  return { mean: means.flatMap((mean) => [...mean]), covariance: flatten(covariances) };
}

async function check(shape: Shape4, options: PatchOptions & { centred?: boolean }, { finite = true } = {}) {
  const withEps = { ...options, eps: 0.25 };
  const values = randomNormal(product(shape), 1).map((value, i) => value + (i % 5));
  const graph = new Graph();
  const input = graph.external('input', activation(...shape));
  const statistics = patchStatistics(graph, input, withEps);
  const upstream = Object.entries(statistics).map(
    ([name, tensor]: [string, typeof input], i) =>
      ({ name, tensor, values: randomNormal(product(tensor.shape), i + 2) }) as const,
  );
  const gradInput = gradients(graph, {
    upstream: upstream.map(({ name, tensor }) => [tensor, graph.external(`grad ${name}`, tensor)]),
    wrt: [input],
  }).get(input)!;
  const { outputs } = await evaluateTwice(graph, {
    outputs: {
      mean: asMemory(graph, statistics.mean),
      meanAlone: asMemory(graph, patchMean(graph, input, withEps)),
      covariance: asMemory(graph, statistics.covariance),
      gradInput: asMemory(graph, gradInput),
    },
    feeds: {
      input: { type: input, values },
      ...Object.fromEntries(
        upstream.map(({ name, tensor, values }) => [`grad ${name}`, { type: tensor, values }]),
      ),
    },
  });
  const expected = reference(values, shape, withEps);
  expectClose(unpackChecked(statistics.mean, outputs.mean!), expected.mean);
  expect(outputs.meanAlone).toEqual(outputs.mean);
  expectClose(unpackChecked(statistics.covariance, outputs.covariance!), expected.covariance);
  const gradient = unpackChecked(gradInput, outputs.gradInput!);
  if (!finite) return;
  const slope = numericalGradient(Float64Array.from(values), (at) => {
    const { mean, covariance } = reference(at, shape, withEps);
    const dot = (a: ArrayLike<number>, b: readonly number[]) =>
      b.reduce((sum, value, i) => sum + value * a[i]!, 0);
    return dot(upstream[0]!.values, mean) + dot(upstream[1]!.values, covariance);
  });
  expectClose(gradient, slope);
}

describe('mean and covariance of sampled patches', () => {
  test('interleaved blocks', () =>
    check([1, 4, 5, 4], { kernelSize: 3, samplingStride: 2, padding: 1, blockSize: 2 }));
  test('fewer rows than features', () =>
    check([1, 3, 4, 4], { kernelSize: 3, samplingStride: 3, padding: 1, blockSize: 3 }));
  test('groups of an odd size', () =>
    check([2, 4, 5, 3], { kernelSize: 3, samplingStride: 2, padding: 1, groups: 2, blockSize: 2 }));
  test('depthwise', () => check([1, 5, 5, 3], { kernelSize: 3, padding: 1, groups: 5, blockSize: 1 }));
  test('1x1 patches', () => check([2, 6, 3, 5], { samplingStride: 2, blockSize: 3 }));
  test('contiguous features', () => check([7, 10, 1, 1], { blockSize: 5, contiguous: true }));
  test('second moments about zero', () => check([2, 6, 3, 3], { blockSize: 3, centred: false }));
  test('a single row', () => check([1, 5, 1, 1], { samplingStride: 3, blockSize: 5 }));
  // Long enough to be summed in parts; too long for differences of every input.
  test('many rows', () => check([4, 3, 37, 31], { samplingStride: 1, blockSize: 3 }, { finite: false }));
});

test('refuses to differentiate one of the two alone', () => {
  const graph = new Graph();
  const input = graph.external('input', activation(2, 3, 2, 2));
  const { mean } = patchStatistics(graph, input, { blockSize: 3, eps: 0 });
  const request = { upstream: [[mean, graph.external('grad', mean)]] as const, wrt: [input] };
  expect(() => gradients(graph, request)).toThrow('used together');
});
