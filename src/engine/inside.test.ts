import { expect, test } from 'vitest';
import { evaluate } from '../nn/evaluate.ts';
import { testGpu } from '../testing/device.ts';
import { evaluateTwice } from '../testing/evaluateTwice.ts';
import { randomNormal } from '../testing/finiteDifference.ts';
import { product } from '../util/math.ts';
import { gradients } from './autodiff.ts';
import { compile, type CompileRequest } from './compile.ts';
import { Graph, type Tensor } from './graph.ts';
import { relu } from './ops/activations.ts';
import { batchNorm2d, batchNormInference } from './ops/batchNorm2d.ts';
import { concat } from './ops/concat.ts';
import { conv2d } from './ops/conv2d.ts';
import { patchMean } from './ops/patchMean.ts';
import { patchStatistics } from './ops/patchStatistics.ts';
import type { Program } from './program.ts';
import { activation, vector, type TensorType } from './tensor.ts';
import { Variables } from './variables.ts';

interface Chain {
  /** [N, H, W]. */
  readonly size: readonly [number, number, number];
  readonly newFirst: boolean;
  /** What reads the joined channels: batch normalisation in its three forms, or a deconvolution. */
  readonly reader: 'running' | 'batch' | 'inference' | 'deconv';
  /** Of the deconvolution. Default 1. */
  readonly kernelSize?: 1 | 3;
  /** Channels that each link adds. */
  readonly added?: number;
}

/** A dense block: each link joins channels of its own to those of all links before, which it also normalises or convolves. */
function chain({ size: [n, h, w], newFirst, reader, kernelSize = 1, added = 4 }: Chain) {
  const [graph, variables] = [new Graph(), new Variables()];
  const feeds: Record<string, { type: TensorType; values: Float32Array }> = {};
  const external = (name: string, type: TensorType) => {
    feeds[name] = { type, values: randomNormal(product(type.shape), Object.keys(feeds).length) };
    return graph.external(name, type);
  };
  const state = (name: string, channels: number) =>
    graph.variable(
      variables.declare('state', name, vector(channels), (shape) => new Float32Array(product(shape)).fill(1)),
    );
  const normalized = (input: Tensor, name: string) => {
    const channels = input.shape[1]!;
    const [weight, bias] = [
      external(`${name}.weight`, vector(channels)),
      external(`${name}.bias`, vector(channels)),
    ];
    const [mean, variance] = [state(`${name}.mean`, channels), state(`${name}.variance`, channels)];
    const eps = 1e-3;
    if (reader === 'inference')
      return batchNormInference(graph, input, weight, bias, mean, variance, { eps });
    const running = reader === 'running' ? { running: { mean, variance, momentum: 0.1 } } : {};
    return batchNorm2d(graph, input, weight, bias, { eps, ...running }).output;
  };
  const means: Tensor[] = [];
  const convolved = (input: Tensor, name: string): Tensor[] => {
    const weight = external(`${name}.weight`, {
      shape: [6, input.shape[1]!, kernelSize, kernelSize],
      layout: 'weight',
    });
    const padding = (kernelSize - 1) / 2;
    const options = { eps: 1e-3, kernelSize, padding, samplingStride: 2, blockSize: 4 };
    const { mean, covariance } = patchStatistics(graph, input, options);
    means.push(patchMean(graph, input, options));
    return [conv2d(graph, input, weight, null, { padding }), mean, covariance];
  };
  const read = (input: Tensor, name: string) =>
    reader === 'deconv' ? convolved(input, name) : [relu(graph, normalized(input, name))];
  let maps = external('start', activation(n, 8, h, w));
  const wrt = [maps];
  const seen: Tensor[] = [];
  const joined: Tensor[] = [];
  for (let i = 0; i < 3; i++) {
    seen.push(...read(maps, `layer${i}`));
    const more = external(`added${i}`, activation(n, added, h, w));
    wrt.push(more);
    maps = concat(graph, newFirst ? [more, maps] : [maps, more]);
    joined.push(maps);
  }
  const [last, ...others] = read(maps, 'last');
  seen.push(...others);
  const upstream = [...seen, last!].map(
    (output, i) => [output, external(`grad${i}`, { shape: output.shape, layout: output.layout })] as const,
  );
  const found = gradients(graph, { upstream, wrt });
  const outputs: Record<string, Tensor> = { last: last! };
  wrt.forEach((tensor, i) => (outputs[`gradient${i}`] = found.get(tensor)!));
  seen.forEach((tensor, i) => (outputs[`seen${i}`] = tensor));
  means.forEach((tensor, i) => (outputs[`mean${i}`] = tensor));
  // Tensors that are kept must exist by themselves: the same chain without sharing.
  const apart = { ...outputs, ...Object.fromEntries(joined.map((tensor, i) => [`joined${i}`, tensor])) };
  return { graph, variables, feeds, outputs, apart };
}

const isSame = (left: Float32Array, right: Float32Array) =>
  left.length === right.length && left.every((value, i) => value === right[i]);

const bytesOf = ({ slotBytes }: Program) => slotBytes.reduce((sum, bytes) => sum + bytes, 0);
const copies = ({ dispatches }: Program) => dispatches.filter(({ op }) => op === 'concat').length;

test.each<Chain>([
  { size: [3, 5, 3], newFirst: true, reader: 'running' },
  { size: [3, 5, 3], newFirst: false, reader: 'running' },
  { size: [3, 5, 3], newFirst: true, reader: 'batch' },
  { size: [3, 5, 3], newFirst: false, reader: 'batch' },
  { size: [17, 32, 31], newFirst: true, reader: 'running' },
  { size: [17, 32, 31], newFirst: false, reader: 'batch' },
  { size: [3, 5, 3], newFirst: true, reader: 'deconv' },
  { size: [3, 5, 3], newFirst: false, reader: 'deconv' },
  { size: [3, 5, 7], newFirst: true, reader: 'deconv', kernelSize: 3 },
  { size: [3, 5, 7], newFirst: false, reader: 'deconv', kernelSize: 3 },
  { size: [16, 32, 31], newFirst: true, reader: 'deconv' },
])('a chain that grows in place computes the same bits: %j', async (options) => {
  const { graph, variables, feeds, outputs, apart } = chain(options);
  const { pipelines, ...gpu } = await testGpu();
  const evaluated = (fill: number, request: Record<string, Tensor>) =>
    evaluate(gpu, pipelines, graph, { outputs: request, feeds, variables, fill });
  const copied = await evaluated(NaN, apart);
  // Memory holds other things each time: nothing may depend on them.
  for (const fill of [NaN, 1e6]) {
    const inPlace = await evaluated(fill, outputs);
    for (const name of Object.keys(outputs))
      expect(isSame(inPlace.outputs[name]!, copied.outputs[name]!), name).toBe(true);
    expect(inPlace.variables).toStrictEqual(copied.variables);
  }
});

test('in evaluation it does, too', async () => {
  for (const newFirst of [true, false]) {
    const { graph, variables, feeds, outputs, apart } = chain({
      size: [3, 5, 3],
      newFirst,
      reader: 'inference',
    });
    const forward = (request: Record<string, Tensor>): CompileRequest => ({
      outputs: Object.fromEntries(Object.entries(request).filter(([name]) => !name.startsWith('gradient'))),
    });
    const inPlace = await evaluateTwice(graph, { ...forward(outputs), feeds, variables });
    const copied = await evaluateTwice(graph, { ...forward(apart), feeds, variables });
    expect(inPlace.outputs.last).toStrictEqual(copied.outputs.last);
    expect(copies(compile(graph, forward(outputs)))).toBeLessThan(copies(compile(graph, forward(apart))));
  }
});

test.each(['running', 'deconv'] as const)(
  'read by %s, it takes a dispatch for each piece, and the memory of its end',
  (reader) => {
    const { graph, outputs, apart } = chain({ size: [8, 16, 16], newFirst: true, reader });
    const [inPlace, copied] = [compile(graph, { outputs }), compile(graph, { outputs: apart })];
    expect([copies(inPlace), copies(copied)]).toEqual([4, 6]);
    const rows = 4 * 8 * 16 * 16;
    // Of the three joined tensors, with 12, 16 and 20 channels, the last alone.
    expect(bytesOf(copied) - bytesOf(inPlace)).toBeGreaterThanOrEqual(rows * (12 + 16));
  },
);

test('channels that are no whole vec4s are copied', () => {
  const { graph, outputs } = chain({ size: [3, 5, 3], newFirst: true, reader: 'running', added: 3 });
  expect(copies(compile(graph, { outputs }))).toBe(6);
});
