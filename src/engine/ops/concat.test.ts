import { expect, test } from 'vitest';
import { checkOp, type OpCheck } from '../../testing/finiteDifference.ts';
import { compile } from '../compile.ts';
import { Graph, type Tensor } from '../graph.ts';
import { activation } from '../tensor.ts';
import { relu } from './activations.ts';
import { add } from './add.ts';
import { concat, sliceChannels } from './concat.ts';

const [N, H, W] = [3, 3, 2] as const;

/** Channels `from` to `to` of every sample of [N, channels, H, W], row-major. */
function channelsOf(
  values: Float64Array,
  channels: number,
  [from, to]: readonly [number, number],
): number[][] {
  return Array.from({ length: N }, (_, n) => [
    ...values.subarray((n * channels + from) * H * W, (n * channels + to) * H * W),
  ]);
}

test.each([
  [5, 3, 6],
  [4, 8, 3],
  [1, 1, 2],
  [4, 8, 12],
])('concat of %i, %i and %i channels', async (a, b, c) => {
  const type = (channels: number) => ({ type: activation(N, channels, H, W) });
  await checkOp({
    inputs: { a: type(a), b: type(b), c: type(c) },
    build: (graph, inputs) => concat(graph, [inputs.a, inputs.b, inputs.c]),
    reference: (inputs) => {
      const [first, second, third] = [
        channelsOf(inputs.a, a, [0, a]),
        channelsOf(inputs.b, b, [0, b]),
        channelsOf(inputs.c, c, [0, c]),
      ];
      return first.flatMap((sample, n) => [...sample, ...second[n]!, ...third[n]!]);
    },
  });
});

test.each([
  [9, 2, 5],
  [9, 4, 5],
  [12, 4, 4],
  [9, 4, 3],
  [5, 0, 5],
])('slice of an activation of %i channels, from %i, %i of them', async (channels, from, count) => {
  await checkOp({
    inputs: { input: { type: activation(N, channels, H, W) } },
    build: (graph, { input }) => sliceChannels(graph, input, { from, count }),
    reference: ({ input }) => channelsOf(input, channels, [from, from + count]).flat(),
  });
});

test('copies whole vec4s where channels are aligned', () => {
  const graph = new Graph();
  const inputs = [8, 4, 3].map((channels) =>
    graph.external(`input${channels}`, activation(1, channels, 2, 2)),
  );
  const program = compile(graph, { outputs: { output: concat(graph, inputs) } });
  expect(program.dispatches.map(({ kernel }) => kernel)).toEqual(
    Array.from({ length: 3 }, () => 'elementwise/copyChannelVectors'),
  );
});

test('names the shapes that do not fit', () => {
  const graph = new Graph();
  const [a, b] = [graph.external('a', activation(3, 5, 5, 7)), graph.external('b', activation(3, 4, 5, 6))];
  expect(() => concat(graph, [a, b])).toThrow('got [3,5,5,7], [3,4,5,6]');
  expect(() => sliceChannels(graph, a, { from: 3, count: 4 })).toThrow(
    'channels 3 to 6 are not in an input [3,5,5,7]',
  );
});

test.each([
  [12, 4, 4],
  [12, 0, 8],
  [9, 4, 5],
])('of %i channels, a slice from %i of %i is added where it lies', async (channels, from, count) => {
  const slice = (values: Float64Array) => channelsOf(values, channels, [from, from + count]).flat();
  const check: OpCheck<'left' | 'wide'> = {
    inputs: {
      left: { type: activation(N, count, H, W) },
      wide: { type: activation(N, channels, H, W) },
    },
    build: (graph, { left, wide }) => add(graph, sliceChannels(graph, wide, { from, count }), left),
    reference: ({ left, wide }) => slice(wide).map((value, i) => value + left[i]!),
  };
  await checkOp(check);
  const graph = new Graph();
  const [left, wide] = [
    graph.external('left', check.inputs.left.type),
    graph.external('wide', check.inputs.wide.type),
  ];
  const { dispatches } = compile(graph, { outputs: { sum: check.build(graph, { left, wide }) } });
  expect(dispatches).toHaveLength(channels % 4 === 0 ? 1 : 2);
});

test.each([4, 3])('joins slices where they lie, and rectifies them, with %i channels', async (width) => {
  const type = activation(N, 2 * width, H, W);
  const parts = (values: Float64Array, part: number) =>
    channelsOf(values, 2 * width, [part * width, (part + 1) * width]);
  const build = (graph: Graph, { a, b }: Record<'a' | 'b', Tensor>) => {
    const half = (tensor: Tensor, part: number) =>
      sliceChannels(graph, tensor, { from: part * width, count: width });
    return relu(graph, concat(graph, [half(b, 1), half(a, 0), half(b, 0)]));
  };
  await checkOp({
    inputs: { a: { type }, b: { type } },
    build,
    reference: ({ a, b }) => {
      const pieces = [parts(b, 1), parts(a, 0), parts(b, 0)];
      const joined = Array.from({ length: N }, (_, n) => pieces.flatMap((piece) => piece[n]!)).flat();
      return joined.map((value) => Math.max(value, 0));
    },
  });
  const graph = new Graph();
  const inputs = { a: graph.external('a', type), b: graph.external('b', type) };
  expect(compile(graph, { outputs: { output: build(graph, inputs) } }).dispatches).toHaveLength(3);
});

test('the two paths of a DPN block take five dispatches, and their gradients are right', async () => {
  const [kept, out, dense] = [16, 8, 4];
  const build = (graph: Graph, { a, b }: Record<'a' | 'b', Tensor>) => {
    const part = (tensor: Tensor, from: number, to: number) =>
      sliceChannels(graph, tensor, { from, count: to - from });
    const sum = add(graph, part(a, 0, out), part(b, 0, out));
    return relu(graph, concat(graph, [sum, part(a, out, kept), part(b, out, out + dense)]));
  };
  const inputs = {
    a: { type: activation(N, kept, H, W) },
    b: { type: activation(N, out + dense, H, W) },
  };
  await checkOp({
    inputs,
    build,
    reference: ({ a, b }) => {
      const [left, right] = [channelsOf(a, kept, [0, out]), channelsOf(b, out + dense, [0, out])];
      const [old, added] = [channelsOf(a, kept, [out, kept]), channelsOf(b, out + dense, [out, out + dense])];
      return left.flatMap((sample, n) =>
        [...sample.map((value, i) => value + right[n]![i]!), ...old[n]!, ...added[n]!].map((value) =>
          Math.max(value, 0),
        ),
      );
    },
  });
  const graph = new Graph();
  const tensors = { a: graph.external('a', inputs.a.type), b: graph.external('b', inputs.b.type) };
  expect(compile(graph, { outputs: { output: build(graph, tensors) } }).dispatches).toHaveLength(5);
});
