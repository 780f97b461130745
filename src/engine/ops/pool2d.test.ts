import { expect, test } from 'vitest';
import { checkOp } from '../../testing/finiteDifference.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { gradients } from '../autodiff.ts';
import { Graph } from '../graph.ts';
import { activation } from '../tensor.ts';
import { avgPool2d, globalAvgPool2d, maxPool2d } from './pool2d.ts';

const [N, C] = [3, 5] as const;
const cases = [
  { height: 5, width: 7, kernelSize: 2, stride: 2, padding: 0 },
  { height: 5, width: 7, kernelSize: 3, stride: 2, padding: 1 },
  { height: 5, width: 7, kernelSize: 3, stride: 1, padding: 1 },
  { height: 5, width: 7, kernelSize: 2, stride: 3, padding: 1 },
  { height: 4, width: 6, kernelSize: 2, stride: 2, padding: 0 },
  { height: 3, width: 6, kernelSize: 3, stride: 3, padding: 0 },
];
type Case = (typeof cases)[number];

/** Calls `reduce` with the values of every window, padding left out. */
function pool(input: Float64Array, options: Case, reduce: (values: number[]) => number): number[] {
  const { height, width, kernelSize, stride, padding } = options;
  const output: number[] = [];
  for (let map = 0; map < N * C; map++)
    for (let top = -padding; top + kernelSize <= height + padding; top += stride)
      for (let left = -padding; left + kernelSize <= width + padding; left += stride) {
        const values: number[] = [];
        for (let y = Math.max(top, 0); y < Math.min(top + kernelSize, height); y++)
          for (let x = Math.max(left, 0); x < Math.min(left + kernelSize, width); x++)
            values.push(input[(map * height + y) * width + x]!);
        output.push(reduce(values));
      }
  return output;
}

test.each(cases)('maxPool2d %j', async (options) => {
  await checkOp({
    inputs: { input: { type: activation(N, C, options.height, options.width) } },
    build: (graph, { input }) => maxPool2d(graph, input, options),
    reference: ({ input }) => pool(input, options, (values) => Math.max(...values)),
  });
});

test.each(cases)('avgPool2d %j', async (options) => {
  await checkOp({
    inputs: { input: { type: activation(N, C, options.height, options.width) } },
    build: (graph, { input }) => avgPool2d(graph, input, options),
    reference: ({ input }) =>
      pool(input, options, (values) => values.reduce((a, b) => a + b, 0) / options.kernelSize ** 2),
  });
});

test('globalAvgPool2d', async () => {
  await checkOp({
    inputs: { input: { type: activation(N, C, 5, 7) } },
    build: (graph, { input }) => globalAvgPool2d(graph, input),
    reference: ({ input }) =>
      Float64Array.from(
        { length: N * C },
        (_, map) => input.subarray(map * 35, (map + 1) * 35).reduce((a, b) => a + b, 0) / 35,
      ),
  });
});

test.each([
  ['overlapping', 3, 1, [0, 3, 0, 3, 3, 3], [0, 11, 0, 0, 0, 0]],
  ['disjoint', 4, 2, [0, 3, 2, 2, 3, 3, 2, 2], [0, 10, 1, 0, 0, 0, 0, 0]],
] as const)(
  'the first of equal maxima gets the gradient: %s windows',
  async (_, width, stride, values, expected) => {
    const small = activation(1, 1, 2, width);
    const graph = new Graph();
    const input = graph.external('input', small);
    const output = maxPool2d(graph, input, { kernelSize: 2, stride });
    const gradOutput = graph.external('gradOutput', output);
    const gradInput = gradients(graph, { upstream: [[output, gradOutput]], wrt: [input] }).get(input)!;
    const { outputs } = await evaluateTwice(graph, {
      outputs: { gradInput },
      feeds: { input: { type: small, values }, gradOutput: { type: output, values: [10, 1] } },
    });
    expect([...outputs.gradInput!]).toEqual(expected);
  },
);

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
