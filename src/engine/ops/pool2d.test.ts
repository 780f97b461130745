import { expect, test } from 'vitest';
import { checkOp } from '../../testing/finiteDifference.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { gradients } from '../autodiff.ts';
import { Graph } from '../graph.ts';
import { activation } from '../tensor.ts';
import { avgPool2d, globalAvgPool2d, maxPool2d } from './pool2d.ts';

const [N, C, H, W] = [3, 5, 5, 7] as const;
const type = activation(N, C, H, W);
const options = [
  { kernelSize: 2, stride: 2, padding: 0 },
  { kernelSize: 3, stride: 2, padding: 1 },
  { kernelSize: 3, stride: 1, padding: 1 },
  { kernelSize: 2, stride: 3, padding: 1 },
];

/** Calls `reduce` with the values of every window, padding left out. */
function pool(
  input: Float64Array,
  { kernelSize, stride, padding }: (typeof options)[number],
  reduce: (values: number[]) => number,
): number[] {
  const output: number[] = [];
  for (let map = 0; map < N * C; map++)
    for (let top = -padding; top + kernelSize <= H + padding; top += stride)
      for (let left = -padding; left + kernelSize <= W + padding; left += stride) {
        const values: number[] = [];
        for (let y = Math.max(top, 0); y < Math.min(top + kernelSize, H); y++)
          for (let x = Math.max(left, 0); x < Math.min(left + kernelSize, W); x++)
            values.push(input[(map * H + y) * W + x]!);
        output.push(reduce(values));
      }
  return output;
}

test.each(options)('maxPool2d %j', async (window) => {
  await checkOp({
    inputs: { input: { type } },
    build: (graph, { input }) => maxPool2d(graph, input, window),
    reference: ({ input }) => pool(input, window, (values) => Math.max(...values)),
  });
});

test.each(options)('avgPool2d %j', async (window) => {
  await checkOp({
    inputs: { input: { type } },
    build: (graph, { input }) => avgPool2d(graph, input, window),
    reference: ({ input }) =>
      pool(input, window, (values) => values.reduce((a, b) => a + b, 0) / window.kernelSize ** 2),
  });
});

test('globalAvgPool2d', async () => {
  await checkOp({
    inputs: { input: { type } },
    build: (graph, { input }) => globalAvgPool2d(graph, input),
    reference: ({ input }) =>
      Float64Array.from(
        { length: N * C },
        (_, map) => input.subarray(map * H * W, (map + 1) * H * W).reduce((a, b) => a + b, 0) / (H * W),
      ),
  });
});

test('the first of equal maxima gets the gradient', async () => {
  const small = activation(1, 1, 2, 3);
  const graph = new Graph();
  const input = graph.external('input', small);
  const output = maxPool2d(graph, input, { kernelSize: 2, stride: 1 });
  const gradOutput = graph.external('gradOutput', output);
  const gradInput = gradients(graph, { upstream: [[output, gradOutput]], wrt: [input] }).get(input)!;
  const { outputs } = await evaluateTwice(graph, {
    outputs: { gradInput },
    feeds: {
      input: { type: small, values: [0, 3, 0, 3, 3, 3] },
      gradOutput: { type: output, values: [10, 1] },
    },
  });
  expect([...outputs.gradInput!]).toEqual([0, 11, 0, 0, 0, 0]);
});

test('maxPool2d does not lose NaN', async () => {
  const small = activation(1, 1, 2, 2);
  const graph = new Graph();
  const output = maxPool2d(graph, graph.external('input', small), { kernelSize: 2 });
  const { outputs } = await evaluateTwice(graph, {
    outputs: { output },
    feeds: { input: { type: small, values: [0, NaN, 3, 4] } },
  });
  expect(outputs.output![0]).toBeNaN();
});

test('names shape and window when nothing fits', () => {
  const graph = new Graph();
  const input = graph.external('input', activation(8, 4, 1, 1));
  expect(() => maxPool2d(graph, input, { kernelSize: 2 })).toThrow('does not fit into [8,4,1,1]');
  expect(() => avgPool2d(graph, input, { kernelSize: 2, padding: 2 })).toThrow('padding 2 exceeds half');
});
