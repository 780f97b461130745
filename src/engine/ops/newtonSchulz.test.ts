import { describe, expect, test } from 'vitest';
import { expectClose } from '../../testing/allclose.ts';
import {
  correlatedCovariances,
  flatten,
  matrixProduct,
  newtonSchulz,
  toMatrices,
  type Matrix,
} from '../../testing/deconvReference.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { asMemory, randomNormal, unpackChecked } from '../../testing/finiteDifference.ts';
import { gradients } from '../autodiff.ts';
import { Graph, type Tensor } from '../graph.ts';
import { matrix } from '../tensor.ts';
import { newtonSchulzInverseSqrt, newtonSchulzLarge } from './newtonSchulz.ts';
import { newtonSchulzSmall } from './newtonSchulzSmall.ts';

type Build = (graph: Graph, covariance: Tensor, iterations: number) => Tensor;

/** Derivative of <gradDeconv, D> by reverse mode through the iteration (PAPER §1.3), symmetrised. */
function referenceGradient(a: Matrix, gradDeconv: Matrix, iterations: number): Matrix {
  const transpose = (m: Matrix) => [...m[0]!].map((_, c) => Float64Array.from(m, (row) => row[c]!));
  const combine = (l: Matrix, r: Matrix, f: (l: number, r: number) => number) =>
    l.map((row, i) => row.map((value, j) => f(value, r[i]![j]!)));
  const dot = (l: Matrix, r: Matrix) =>
    flatten([combine(l, r, (x, y) => x * y)]).reduce((sum, value) => sum + value, 0);
  const norm = Math.sqrt(dot(a, a));
  let y = a.map((row) => row.map((value) => value / norm));
  let z: Matrix = a.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)));
  const identity = z;
  const steps: { y: Matrix; z: Matrix; t: Matrix }[] = [];
  for (let i = 0; i < iterations; i++) {
    const t = combine(identity, matrixProduct(z, y), (one, value) => (3 * one - value) / 2);
    steps.push({ y, z, t });
    [y, z] = [matrixProduct(y, t), matrixProduct(t, z)];
  }
  let gradZ = gradDeconv.map((row) => row.map((value) => value / Math.sqrt(norm)));
  let gradY = a.map((row) => row.map(() => 0));
  for (const { y, z, t } of steps.reverse()) {
    const gradT = combine(
      matrixProduct(transpose(y), gradY),
      matrixProduct(gradZ, transpose(z)),
      (l, r) => l + r,
    );
    gradY = combine(
      matrixProduct(gradY, transpose(t)),
      matrixProduct(transpose(z), gradT),
      (l, r) => l - r / 2,
    );
    gradZ = combine(
      matrixProduct(transpose(t), gradZ),
      matrixProduct(gradT, transpose(y)),
      (l, r) => l - r / 2,
    );
  }
  const gradNorm = -dot(gradDeconv, z) / (2 * norm ** 1.5) - dot(gradY, a) / norm ** 2;
  const gradient = combine(gradY, a, (slope, value) => slope / norm + (gradNorm * value) / norm);
  return combine(gradient, transpose(gradient), (l, r) => (l + r) / 2);
}

async function check(build: Build, { groups = 1, size = 4, iterations = 5 }) {
  const type = groups === 1 ? matrix(size, size) : matrix(groups, size, size);
  const matrices = correlatedCovariances(groups, size);
  const upstream = randomNormal(groups * size * size, 99);
  const graph = new Graph();
  const covariance = graph.external('covariance', type);
  const deconv = build(graph, covariance, iterations);
  const gradient = gradients(graph, {
    upstream: [[deconv, graph.external('gradDeconv', deconv)]],
    wrt: [covariance],
  }).get(covariance)!;
  const { outputs } = await evaluateTwice(graph, {
    outputs: { deconv: asMemory(graph, deconv), gradient: asMemory(graph, gradient) },
    feeds: {
      covariance: { type, values: flatten(matrices) },
      gradDeconv: { type, values: upstream },
    },
  });
  const expected = matrices.map((a) => newtonSchulz(a, iterations));
  expectClose(unpackChecked(deconv, outputs.deconv!), flatten(expected), 2e-5);
  const gradDeconvs = toMatrices(upstream, groups);
  const slopes = matrices.map((a, group) => referenceGradient(a, gradDeconvs[group]!, iterations));
  expectClose(unpackChecked(gradient, outputs.gradient!), flatten(slopes), 1e-4);
}

describe.each<[string, Build]>([
  ['one dispatch', newtonSchulzSmall],
  ['many dispatches', newtonSchulzLarge],
])('inverse square root and its gradient in %s', (_, build) => {
  test('a single tile', () => check(build, { size: 4 }));
  test('27 features', () => check(build, { size: 27 }));
  test('groups of an odd size', () => check(build, { groups: 3, size: 9 }));
  test('two iterations', () => check(build, { size: 9, iterations: 2 }));
  test('three iterations', () => check(build, { size: 9, iterations: 3 }));
  test('converged', () => check(build, { size: 9, iterations: 12 }));
  test('one by one', () => check(build, { size: 1, iterations: 4 }));
});

describe('the choice between them', () => {
  test('takes no product for one iteration, whatever the size', () =>
    check(newtonSchulzInverseSqrt, { size: 50, iterations: 1 }));
  test('takes many dispatches beyond 32 features', () =>
    check(newtonSchulzInverseSqrt, { size: 34, groups: 2 }));
});

test('converges to the inverse root', () => {
  const [a] = correlatedCovariances(1, 5);
  const root = newtonSchulz(a!, 30);
  const whitened = matrixProduct(matrixProduct(root, a!), root);
  expectClose(flatten([whitened]), flatten([a!.map((row, i) => row.map((_, j) => (i === j ? 1 : 0)))]), 1e-9);
});

test('the gradient of the reference agrees with differences along a symmetric direction', () => {
  const [a] = correlatedCovariances(1, 5);
  const [gradDeconv] = toMatrices(randomNormal(25, 7), 1);
  const [noise] = toMatrices(randomNormal(25, 8), 1);
  const direction = noise!.map((row, i) => row.map((value, j) => (value + noise![j]![i]!) / 2));
  const objective = (step: number) => {
    const moved = a!.map((row, i) => row.map((value, j) => value + step * direction[i]![j]!));
    return flatten([newtonSchulz(moved, 5)]).reduce(
      (sum, value, i) => sum + value * flatten([gradDeconv!])[i]!,
      0,
    );
  };
  const stated = flatten([referenceGradient(a!, gradDeconv!, 5)]).reduce(
    (sum, value, i) => sum + value * flatten([direction])[i]!,
    0,
  );
  expect((objective(1e-6) - objective(-1e-6)) / 2e-6 / stated).toBeCloseTo(1, 6);
});

test('rejects what is no square matrix and no number of iterations', () => {
  const graph = new Graph();
  const square = graph.external('square', matrix(3, 3));
  const oblong = graph.external('oblong', matrix(3, 4));
  expect(() => newtonSchulzInverseSqrt(graph, square, 0)).toThrow('iterations from 1, got 0');
  expect(() => newtonSchulzInverseSqrt(graph, oblong, 5)).toThrow('got [3,4]');
});
