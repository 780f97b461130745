import { expect, test } from 'vitest';
import { expectClose } from '../../testing/allclose.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { randomNormal } from '../../testing/finiteDifference.ts';
import { product } from '../../util/math.ts';
import { Graph } from '../graph.ts';
import { activation, matrix } from '../tensor.ts';
import { columnSum, reductionPartials } from './columnSum.ts';

test.each([
  ['one stage', [3, 5, 5, 7]],
  ['features', [3, 6]],
  ['one row', [1, 9]],
  ['two stages', [2, 5, 31, 37]],
  ['two stages, one vec4 of channels', [3, 1, 45, 47]],
])('sums over samples and positions: %s', async (_, shape) => {
  const type = activation(...shape);
  const values = randomNormal(product(shape), 1);
  const graph = new Graph();
  const output = columnSum(graph, graph.external('input', type));
  const { outputs } = await evaluateTwice(graph, { outputs: { output }, feeds: { input: { type, values } } });
  const [n = 1, c = 1, h = 1, w = 1] = shape;
  const expected = new Float64Array(c);
  for (let i = 0; i < n * c * h * w; i++) expected[Math.floor(i / (h * w)) % c]! += values[i]!;
  expectClose(outputs.output!, expected);
});

test('splits long columns', () => {
  expect(reductionPartials({ rows: 3, vectors: 16 })).toBe(1);
  const partials = reductionPartials({ rows: 131_072, vectors: 16 });
  expect(partials * 16).toBeGreaterThanOrEqual(16_384);
  expect(131_072 / partials).toBeLessThanOrEqual(4096);
});

test('refuses other layouts', () => {
  const graph = new Graph();
  expect(() => columnSum(graph, graph.external('input', matrix(4, 4)))).toThrow(
    'columnSum: expects an activation',
  );
});
