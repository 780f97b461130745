import { describe, expect, test } from 'vitest';
import { expectClose } from '../../testing/allclose.ts';
import {
  correlatedCovariances,
  flatten,
  matrixProduct,
  toMatrices,
  type Matrix,
} from '../../testing/deconvReference.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { asMemory, randomNormal, unpackChecked } from '../../testing/finiteDifference.ts';
import { symmetricEigen } from '../../util/eigen.ts';
import { runWhole } from '../../util/slices.ts';
import { gradients } from '../autodiff.ts';
import { Graph } from '../graph.ts';
import { matrix } from '../tensor.ts';
import { convergedSchedule } from './minimaxQuintic.ts';
import { quinticInverseSqrt } from './quinticInverseSqrt.ts';

/** A^(-1/2) by eigenvectors, and the derivative of <gradDeconv, A^(-1/2)>, symmetric. */
function inverseRootOf(a: Matrix) {
  const { values, toBasis, fromBasis } = basisOf(a);
  const roots = values.map(Math.sqrt);
  return {
    deconv: fromBasis(a.map((_, i) => roots.map((root, j) => (i === j ? 1 / root : 0)))),
    /** Daleckii and Krein: divided differences of lambda^(-1/2) between the eigenvalues. */
    gradient: (gradDeconv: Matrix) =>
      fromBasis(
        toBasis(symmetrized(gradDeconv)).map((row, i) =>
          row.map((value, j) => -value / (roots[i]! * roots[j]! * (roots[i]! + roots[j]!))),
        ),
      ),
  };
}

/** D as the schedule has it, by eigenvectors: other than the root where eigenvalues are small. */
function scheduledRootOf(a: Matrix): Matrix {
  const { values, fromBasis } = basisOf(a);
  const norm = Math.hypot(...values);
  const whitened = values.map((value) =>
    convergedSchedule.reduce((x, { a, b, c }) => x * (a + x * x * (b + c * x * x)), Math.sqrt(value / norm)),
  );
  return fromBasis(a.map((_, i) => whitened.map((x, j) => (i === j ? x / Math.sqrt(values[i]!) : 0))));
}

function basisOf(a: Matrix) {
  const { values, vectors } = runWhole(symmetricEigen(flatten([a]), { wantsVectors: true }));
  const [rows] = toMatrices(vectors!, 1) as [Matrix];
  const columns = rows.map((_, i) => Float64Array.from(rows, (row) => row[i]!));
  return {
    values,
    toBasis: (x: Matrix) => matrixProduct(matrixProduct(rows, x), columns),
    fromBasis: (x: Matrix) => matrixProduct(matrixProduct(columns, x), rows),
  };
}

const symmetrized = (x: Matrix): Matrix => x.map((row, i) => row.map((value, j) => (value + x[j]![i]!) / 2));

const inner = (left: ArrayLike<number>, right: ArrayLike<number>) =>
  Array.from(left).reduce((sum, value, i) => sum + value * right[i]!, 0);

function build({ groups = 1, size }: { groups?: number; size: number }) {
  const type = groups === 1 ? matrix(size, size) : matrix(groups, size, size);
  const graph = new Graph();
  const covariance = graph.external('covariance', type);
  const deconv = quinticInverseSqrt(graph, covariance);
  const gradient = gradients(graph, {
    upstream: [[deconv, graph.external('gradDeconv', deconv)]],
    wrt: [covariance],
  }).get(covariance)!;
  return { type, graph, deconv, gradient };
}

async function run(sizes: { groups?: number; size: number }, eps: number) {
  const { groups = 1, size } = sizes;
  const { type, graph, deconv, gradient } = build(sizes);
  const matrices = correlatedCovariances(groups, size, eps);
  const upstream = randomNormal(groups * size * size, 99);
  const { outputs } = await evaluateTwice(graph, {
    outputs: { deconv: asMemory(graph, deconv), gradient: asMemory(graph, gradient) },
    feeds: {
      covariance: { type, values: flatten(matrices) },
      gradDeconv: { type, values: upstream },
    },
  });
  return {
    matrices,
    gradDeconvs: toMatrices(upstream, groups),
    deconv: unpackChecked(deconv, outputs.deconv!),
    gradient: unpackChecked(gradient, outputs.gradient!),
  };
}

describe('inverse square root and its gradient are those by eigenvectors:', () => {
  test.each([
    ['one by one', { size: 1 }],
    ['an odd size', { size: 5 }],
    ['27 features', { size: 27 }],
    ['64 features', { size: 64 }],
    ['groups of an odd size', { groups: 3, size: 9 }],
    ['groups beyond a tile', { groups: 2, size: 37 }],
  ])('%s', async (_, sizes) => {
    const { matrices, gradDeconvs, deconv, gradient } = await run(sizes, 0.02);
    const exact = matrices.map(inverseRootOf);
    expectClose(deconv, flatten(exact.map((root) => root.deconv)), 2e-5);
    expectClose(gradient, flatten(exact.map((root, group) => root.gradient(gradDeconvs[group]!))), 1e-4);
  });
});

test('of a nearly singular matrix, they are those of the schedule', async () => {
  const { matrices, gradDeconvs, deconv, gradient } = await run({ size: 30 }, 1e-5);
  expectClose(deconv, flatten(matrices.map(scheduledRootOf)), 2e-4);
  const [a] = matrices as [Matrix];
  for (const seed of [1, 2, 3]) {
    const direction = symmetrized(toMatrices(randomNormal(900, seed), 1)[0]!);
    const objective = (distance: number) =>
      inner(
        flatten(gradDeconvs),
        flatten([
          scheduledRootOf(a.map((row, i) => row.map((value, j) => value + distance * direction[i]![j]!))),
        ]),
      );
    const measured = (objective(1e-8) - objective(-1e-8)) / 2e-8;
    const stated = inner(gradient, flatten([direction]));
    expect(Math.abs(stated - measured)).toBeLessThan(1e-3 * Math.hypot(...gradient));
  }
});

test('a feature without variance gets zero, and leaves the others alone', async () => {
  const { type, graph, deconv } = build({ size: 3 });
  const { outputs } = await evaluateTwice(graph, {
    outputs: { deconv },
    feeds: {
      covariance: { type, values: Float32Array.of(4, 0, 0, 0, 0, 0, 0, 0, 1) },
      gradDeconv: { type, values: new Float32Array(9) },
    },
  });
  expectClose(outputs.deconv!, [0.5, 0, 0, 0, 0, 0, 0, 0, 1], 1e-4);
});

test('rejects what is no square matrix', () => {
  const graph = new Graph();
  expect(() => quinticInverseSqrt(graph, graph.external('oblong', matrix(3, 4)))).toThrow(
    'quinticInverseSqrt: expects square matrices, got [3,4]',
  );
});
