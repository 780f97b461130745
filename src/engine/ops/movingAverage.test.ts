import { expect, test } from 'vitest';
import { expectClose } from '../../testing/allclose.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { randomNormal } from '../../testing/finiteDifference.ts';
import { product } from '../../util/math.ts';
import { Graph } from '../graph.ts';
import { matrix, vector } from '../tensor.ts';
import { Variables } from '../variables.ts';
import { movingAverage } from './movingAverage.ts';

test.each([['vector', vector(5)] as const, ['stack of matrices', matrix(2, 3, 5)] as const])(
  'moves a %s in place at each run',
  async (_, type) => {
    const variables = new Variables();
    const start = randomNormal(product(type.shape), 1);
    const running = variables.declare('state', 'running', type, () => start);
    const untouched = variables.declare('state', 'untouched', vector(3), () => Float32Array.of(1, 2, 3));
    const values = randomNormal(product(type.shape), 2);
    const graph = new Graph();
    movingAverage(graph, graph.variable(running), graph.external('value', type), {
      momentum: 0.1,
      factor: 1.5,
    });
    const feeds = { value: { type, values } };
    const { variables: after } = await evaluateTwice(graph, { variables, feeds, runs: 3 });
    const step = (average: number, value: number) => 0.9 * average + 0.1 * 1.5 * value;
    expectClose(
      after.running!,
      values.map((value, i) => step(step(step(start[i]!, value), value), value)),
    );
    expect([...after[untouched.name]!]).toEqual([1, 2, 3]);
  },
);

test('names shapes that differ', () => {
  const graph = new Graph();
  const [left, right] = [graph.external('left', vector(3)), graph.external('right', vector(4))];
  expect(() => movingAverage(graph, left, right, { momentum: 0.1 })).toThrow('got [3] and [4]');
});
