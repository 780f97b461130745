import { expect, test } from 'vitest';
import { availableBroadcasts, everywhere, type Broadcast } from '../../gpu/broadcast.ts';
import { PipelineCache } from '../../gpu/pipelines.ts';
import { evaluate } from '../../nn/evaluate.ts';
import { expectClose } from '../../testing/allclose.ts';
import { testGpu } from '../../testing/device.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { randomNormal } from '../../testing/finiteDifference.ts';
import { product } from '../../util/math.ts';
import { Graph } from '../graph.ts';
import { matrix } from '../tensor.ts';
import { squareProduct } from './squareProduct.ts';

test.each([[[1, 1]], [[5, 5]], [[3, 7, 7]], [[37, 37]]])('multiplies %j', async (shape) => {
  const side = shape.at(-1)!;
  const type = matrix(...shape);
  const [first, second] = [randomNormal(product(shape), 1), randomNormal(product(shape), 2)];
  const graph = new Graph();
  const output = squareProduct(graph, graph.external('first', type), graph.external('second', type));
  const { outputs } = await evaluateTwice(graph, {
    outputs: { output },
    feeds: { first: { type, values: first }, second: { type, values: second } },
  });
  const expected = Float64Array.from(first, (_, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    const group = Math.floor(row / side) * side;
    let sum = 0;
    for (let k = 0; k < side; k++) sum += first[row * side + k]! * second[(group + k) * side + column]!;
    return sum;
  });
  expectClose(outputs.output!, expected);
});

test('agrees to rounding however operands are shared, and to the bit with itself', async () => {
  const gpu = await testGpu();
  const type = matrix(2, 37, 37);
  const graph = new Graph();
  const output = squareProduct(graph, graph.external('first', type), graph.external('second', type));
  const feeds = {
    first: { type, values: randomNormal(product(type.shape), 3) },
    second: { type, values: randomNormal(product(type.shape), 4) },
  };
  const through = async (broadcast: Broadcast) => {
    const pipelines = new PipelineCache({ device: gpu.device, broadcasts: everywhere(broadcast) });
    const { outputs } = await evaluate(gpu, pipelines, graph, { outputs: { output }, feeds });
    const again = await evaluate(gpu, pipelines, graph, { outputs: { output }, feeds, fill: 1e6 });
    expect(again.outputs).toStrictEqual(outputs);
    return outputs.output!;
  };
  const expected = await through('plain');
  for (const broadcast of availableBroadcasts(gpu.subgroupSize))
    expectClose(await through(broadcast), expected, 1e-6);
});

test('refuses matrices of different sizes, and others than square ones', () => {
  const graph = new Graph();
  const external = (name: string, ...shape: number[]) => graph.external(name, matrix(...shape));
  expect(() => squareProduct(graph, external('a', 4, 4), external('b', 3, 3))).toThrow(
    'squareProduct: expects two square matrices of one size, got [4,4] and [3,3]',
  );
  expect(() => squareProduct(graph, external('c', 4, 3), external('d', 4, 3))).toThrow('[4,3]');
});
