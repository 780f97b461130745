import { describe, expect, test } from 'vitest';
import { expectClose } from '../../testing/allclose.ts';
import { testGpu } from '../../testing/device.ts';
import { availableBroadcasts, everywhere, type Broadcast } from '../../gpu/broadcast.ts';
import { PipelineCache } from '../../gpu/pipelines.ts';
import { evaluate } from '../../nn/evaluate.ts';
import { convReference } from '../../testing/convReference.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { product } from '../../util/math.ts';
import { Random } from '../../util/random.ts';
import { gradients } from '../autodiff.ts';
import { Graph } from '../graph.ts';
import { activation, vector, type TensorType } from '../tensor.ts';
import { conv2d, linear } from './conv2d.ts';
import { convShape, type Conv2dOptions } from './convShape.ts';

function randomValues(seed: number, { shape }: TensorType): Float32Array {
  const random = new Random(seed);
  return Float32Array.from({ length: product(shape) }, () => random.normal());
}

interface Case extends Conv2dOptions {
  readonly name: string;
  readonly input: readonly number[];
  readonly out: number;
  readonly kernel: number;
}

const cases: readonly Case[] = [
  { name: '3x3, odd sizes', input: [3, 5, 5, 7], out: 6, kernel: 3, padding: 1 },
  { name: '1x1', input: [2, 7, 3, 5], out: 5, kernel: 1 },
  { name: '5x5, no padding, one channel', input: [2, 1, 9, 8], out: 3, kernel: 5 },
  { name: '5x5, no padding, lines of taps', input: [3, 6, 9, 8], out: 16, kernel: 5 },
  { name: '3x3, no padding, stride 2', input: [2, 5, 9, 8], out: 37, kernel: 3, stride: 2 },
  { name: 'linear', input: [9, 37, 1, 1], out: 45, kernel: 1 },
  { name: 'linear, few outputs', input: [34, 130, 1, 1], out: 10, kernel: 1 },
  { name: 'linear, one output', input: [2, 3, 1, 1], out: 1, kernel: 1 },
  { name: 'linear, so many samples that their sum is split', input: [2077, 5, 1, 1], out: 6, kernel: 1 },
  { name: '3x3, one channel to many', input: [3, 1, 6, 11], out: 37, kernel: 3, padding: 1 },
  {
    name: 'one channel, stride 2, dilation 2, split',
    input: [9, 1, 31, 22],
    out: 6,
    kernel: 7,
    stride: 2,
    padding: 5,
    dilation: 2,
  },
  { name: 'stride 2', input: [2, 4, 7, 9], out: 9, kernel: 3, stride: 2, padding: 1 },
  { name: '7x7 stride 2', input: [1, 3, 11, 13], out: 4, kernel: 7, stride: 2, padding: 3 },
  { name: 'stride 3 over 1x1', input: [2, 5, 7, 7], out: 4, kernel: 1, stride: 3 },
  {
    name: 'stride 2 with dilation 2',
    input: [2, 3, 9, 8],
    out: 4,
    kernel: 3,
    stride: 2,
    padding: 1,
    dilation: 2,
  },
  { name: 'dilation 2', input: [2, 3, 9, 8], out: 5, kernel: 3, padding: 2, dilation: 2 },
  { name: 'wide rows and columns', input: [2, 40, 6, 5], out: 37, kernel: 3, padding: 1 },
  { name: 'a long sum that is split', input: [8, 3, 23, 21], out: 2, kernel: 3, padding: 1 },
  { name: '2 groups', input: [2, 6, 5, 7], out: 10, kernel: 3, padding: 1, groups: 2 },
  {
    name: '3 groups of odd width, stride 2',
    input: [2, 9, 8, 7],
    out: 3,
    kernel: 3,
    padding: 1,
    stride: 2,
    groups: 3,
  },
  { name: 'depthwise', input: [3, 7, 6, 5], out: 7, kernel: 3, padding: 1, groups: 7 },
  {
    name: 'depthwise, two filters each, stride 2',
    input: [2, 6, 9, 7],
    out: 12,
    kernel: 5,
    padding: 2,
    stride: 2,
    groups: 6,
  },
];

describe('conv2d and its gradients', () => {
  test.each(cases)('$name', async ({ input: inputShape, out, kernel, ...options }) => {
    const groups = options.groups ?? 1;
    const inputType = activation(...inputShape);
    const weightType: TensorType = {
      shape: [out, inputShape[1]! / groups, kernel, kernel],
      layout: groups === 1 ? 'weight' : 'groupedWeight',
    };
    const shape = convShape(inputType, weightType, options);
    const outputType = activation(shape.n, out, shape.outH, shape.outW);
    const values = {
      input: randomValues(1, inputType),
      weight: randomValues(2, weightType),
      bias: randomValues(3, vector(out)),
      gradOutput: randomValues(4, outputType),
    };
    const graph = new Graph();
    const input = graph.external('input', inputType);
    const weight = graph.external('weight', weightType);
    const bias = graph.external('bias', vector(out));
    const gradOutput = graph.external('gradOutput', outputType);
    const output = conv2d(graph, input, weight, bias, options);
    const withoutBias = conv2d(graph, input, weight, null, options);
    const found = gradients(graph, { upstream: [[output, gradOutput]], wrt: [input, weight, bias] });
    const { outputs } = await evaluateTwice(graph, {
      outputs: {
        output,
        withoutBias,
        gradInput: found.get(input)!,
        gradWeight: found.get(weight)!,
        gradBias: found.get(bias)!,
      },
      feeds: {
        input: { type: inputType, values: values.input },
        weight: { type: weightType, values: values.weight },
        bias: { type: vector(out), values: values.bias },
        gradOutput: { type: outputType, values: values.gradOutput },
      },
    });
    const expected = convReference(shape, values);
    const unbiased = convReference(shape, { ...values, bias: new Float32Array(out) });
    expectClose(outputs.output!, expected.output, 1e-6);
    expectClose(outputs.withoutBias!, unbiased.output, 1e-6);
    expectClose(outputs.gradInput!, expected.gradInput, 1e-6);
    expectClose(outputs.gradWeight!, expected.gradWeight, 1e-6);
    expectClose(outputs.gradBias!, expected.gradBias, 1e-6);
  });

  test.each([
    [1, 7, 3],
    [6, 7, 3],
    [16, 7, 3],
    [40, 7, 3],
    [16, 7, 5],
    [37, 1, 1],
  ])(
    'plain tiles and those that share operands agree on %i channels of width %i, kernel %i',
    async (channels, width, size) => {
      const gpu = await testGpu();
      const through = (broadcast: Broadcast) =>
        new PipelineCache({ device: gpu.device, broadcasts: everywhere(broadcast) });
      const inputType = activation(11, channels, width, width);
      const weightType: TensorType = { shape: [channels, channels, size, size], layout: 'weight' };
      const graph = new Graph();
      const input = graph.external('input', inputType);
      const weight = graph.external('weight', weightType);
      const output = conv2d(graph, input, weight, null, { padding: size === 3 ? 1 : 0 });
      const gradOutput = graph.external('gradOutput', output);
      const found = gradients(graph, { upstream: [[output, gradOutput]], wrt: [input, weight] });
      const request = {
        outputs: { output, gradInput: found.get(input)!, gradWeight: found.get(weight)! },
        feeds: {
          input: { type: inputType, values: randomValues(5, inputType) },
          weight: { type: weightType, values: randomValues(6, weightType) },
          gradOutput: { type: output, values: randomValues(7, output) },
        },
      };
      const expected = await evaluate(gpu, through('plain'), graph, request);
      for (const broadcast of availableBroadcasts(gpu.subgroupSize)) {
        const pipelines = through(broadcast);
        const actual = await evaluate(gpu, pipelines, graph, request);
        const again = await evaluate(gpu, pipelines, graph, { ...request, fill: 1e6 });
        expect(again.outputs).toStrictEqual(actual.outputs);
        for (const name of ['output', 'gradInput', 'gradWeight'])
          expectClose(actual.outputs[name]!, expected.outputs[name]!, 1e-6);
      }
    },
  );

  test('linear is a product with the transposed weight', async () => {
    const types = { input: activation(2, 3), weight: { shape: [2, 3], layout: 'weight' } as TensorType };
    const graph = new Graph();
    const output = linear(
      graph,
      graph.external('input', types.input),
      graph.external('weight', types.weight),
      null,
    );
    const { outputs } = await evaluateTwice(graph, {
      outputs: { output },
      feeds: {
        input: { type: types.input, values: [1, 2, 3, 4, 5, 6] },
        weight: { type: types.weight, values: [1, 0, -1, 2, 1, 0] },
      },
    });
    expect([...outputs.output!]).toEqual([-2, 4, -2, 13]);
  });
});

describe('conv2d refuses', () => {
  const apply = (input: number[], weight: number[], options: Conv2dOptions = {}) => {
    const graph = new Graph();
    conv2d(
      graph,
      graph.external('input', activation(...input)),
      graph.external('weight', { shape: weight, layout: 'weight' }),
      null,
      options,
    );
  };

  test('channel counts that differ', () => {
    expect(() => apply([8, 1, 28, 28], [16, 3, 3, 3])).toThrow(
      'conv2d: weight expects 3 input channels, input has 1 (input [8,1,28,28], weight [16,3,3,3])',
    );
  });
  test('a kernel larger than the image', () => {
    expect(() => apply([1, 3, 2, 2], [4, 3, 5, 5])).toThrow('5x5 kernel does not fit into 2x2 pixels');
  });
  test('groups that do not divide the channels', () => {
    expect(() => apply([1, 6, 4, 4], [6, 1, 3, 3], { groups: 4 })).toThrow('4 groups');
  });
});
