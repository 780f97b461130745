import { describe, expect, test } from 'vitest';
import { buildModel } from '../nn/models/table.ts';
import { optimizers } from '../nn/optimizers/optimizers.ts';
import { Scope } from '../nn/scope.ts';
import { expectClose } from '../testing/allclose.ts';
import { evaluateTwice } from '../testing/evaluateTwice.ts';
import { randomNormal } from '../testing/finiteDifference.ts';
import { product } from '../util/math.ts';
import { gradients } from './autodiff.ts';
import { compile } from './compile.ts';
import { Graph, type Tensor } from './graph.ts';
import { relu } from './ops/activations.ts';
import { add } from './ops/add.ts';
import { batchNorm2d } from './ops/batchNorm2d.ts';
import { conv2d } from './ops/conv2d.ts';
import { softmaxCrossEntropy } from './ops/losses.ts';
import { maxPool2d } from './ops/pool2d.ts';
import type { Program } from './program.ts';
import { activation, flat, vector, type TensorType } from './tensor.ts';
import { Variables } from './variables.ts';

/** The training program of a model with batch normalisation. */
function trainingProgram(name: string, inputShape: readonly number[]): Program {
  const [graph, variables] = [new Graph(), new Variables()];
  const scope = Scope.root({ graph, variables, mode: { training: true, frozen: false }, seed: 1 });
  const input = graph.external('input', activation(...inputShape));
  const logits = buildModel(name, scope, input, { normalization: 'batch', classes: 10 });
  const { loss } = softmaxCrossEntropy(graph, logits, graph.external('labels', flat(inputShape[0]!)));
  const parameters = variables.parameters.map((variable) => [variable, graph.variable(variable)] as const);
  const found = gradients(graph, { loss, wrt: parameters.map(([, tensor]) => tensor) });
  return compile(graph, {
    outputs: { loss },
    parameterGradients: new Map(parameters.map(([variable, tensor]) => [variable, found.get(tensor)!])),
    optimizer: optimizers.sgd({ nesterov: false }),
  });
}

describe('a training step', () => {
  test('of LeNet takes at most 40 dispatches', () => {
    expect(trainingProgram('lenet', [128, 1, 28, 28]).dispatches.length).toBeLessThanOrEqual(40);
  });

  test('of ResNet-18 (W3 of the benchmark) takes at most 130 dispatches, and 0.6 of the memory of its tensors', () => {
    const { dispatches, slotBytes, unplannedBytes } = trainingProgram('resnet18', [8, 3, 32, 32]);
    expect(dispatches.length).toBeLessThanOrEqual(130);
    expect(slotBytes.reduce((sum, bytes) => sum + bytes, 0)).toBeLessThanOrEqual(0.6 * unplannedBytes);
  });
});

interface BlockOptions {
  readonly withShortcut?: boolean;
  readonly withRunning: boolean;
  readonly withoutRelu?: boolean;
  /** Side of a max pool's windows. */
  readonly pool?: number;
}

/**
 * relu(batchNorm(input)) or relu(batchNorm(input) + shortcut), and maybe a max pool, whose output two branches read, and
 * all gradients.
 */
function block(
  shape: readonly number[],
  { withShortcut = false, withRunning, withoutRelu = false, pool }: BlockOptions,
) {
  const [graph, variables] = [new Graph(), new Variables()];
  const type = activation(...shape);
  const channels = vector(shape[1]!);
  const state = (name: string) =>
    graph.variable(variables.declare('state', name, channels, ([c]) => new Float32Array(c!).fill(1)));
  const [input, shortcut] = [graph.external('input', type), graph.external('shortcut', type)];
  const [weight, bias] = [graph.external('weight', channels), graph.external('bias', channels)];
  const running = withRunning && { mean: state('mean'), variance: state('variance'), momentum: 0.2 };
  const normalized = batchNorm2d(graph, input, weight, bias, { eps: 1e-3, ...(running && { running }) });
  const sum = withShortcut ? add(graph, normalized.output, shortcut) : normalized.output;
  const rectified = withoutRelu ? sum : relu(graph, sum);
  const output = pool ? maxPool2d(graph, rectified, { kernelSize: pool }) : rectified;
  const wrt = { input, weight, bias, ...(withShortcut && { shortcut }) };
  const found = gradients(graph, {
    upstream: ['gradLeft', 'gradRight'].map((name) => [output, graph.external(name, output)] as const),
    wrt: Object.values(wrt),
  });
  const outputs: Record<string, Tensor> = { output };
  for (const [name, tensor] of Object.entries(wrt)) outputs[`gradient of ${name}`] = found.get(tensor)!;
  const feed = (of: TensorType, seed: number) => ({
    type: of,
    values: randomNormal(product(of.shape), seed).map((x) => x + 0.5),
  });
  const feeds = {
    input: feed(type, 1),
    weight: feed(channels, 2),
    bias: feed(channels, 3),
    gradLeft: feed(output, 4),
    gradRight: feed(output, 5),
    ...(withShortcut && { shortcut: feed(type, 6) }),
  };
  // What is kept is not fused: the rectifier and the sum stand alone, and so do their gradients.
  const apart: Record<string, Tensor> = { normalized: normalized.output, sum, rectified };
  for (const { op, outputs } of graph.nodes)
    if (/^(add|relu|maxPool2d)(Gradient)?$/.test(op.name))
      apart[`${op.name} ${outputs[0]!.shape.join()}`] ??= outputs[0]!;
  return { graph, variables, outputs, feeds, apart };
}

test.each([
  { shape: [3, 5, 5, 7], withShortcut: false, withRunning: true },
  { shape: [3, 5, 5, 7], withShortcut: true, withRunning: true },
  { shape: [3, 6, 5, 7], withShortcut: true, withRunning: false },
  { shape: [17, 5, 31, 33], withShortcut: false, withRunning: true },
  { shape: [17, 5, 31, 33], withShortcut: true, withRunning: true },
  { shape: [19, 5, 6, 8], withRunning: true, pool: 2 },
  { shape: [3, 9, 9, 3], withRunning: false, pool: 3 },
  { shape: [16, 9, 4, 6], withRunning: true, withoutRelu: true, pool: 2 },
])('fused and apart, a block computes the same: %j', async ({ shape, ...options }) => {
  const { graph, outputs, feeds, variables, apart } = block(shape, options);
  const alone = (kept: Record<string, Tensor>) =>
    compile(graph, { outputs: kept }).dispatches.filter(({ kernel }) => /\/relu|^pool/.test(kernel));
  expect(alone(outputs)).toEqual([]);
  expect(alone({ ...outputs, ...apart })).not.toEqual([]);
  const fused = await evaluateTwice(graph, { outputs, feeds, variables });
  const separate = await evaluateTwice(graph, { outputs: { ...outputs, ...apart }, feeds, variables });
  for (const name of Object.keys(outputs)) expectClose(fused.outputs[name]!, separate.outputs[name]!, 1e-5);
  for (const name of Object.keys(fused.variables))
    expectClose(fused.variables[name]!, separate.variables[name]!, 1e-6);
});

test.each([
  { channels: 3, fused: true },
  { channels: 1, fused: true },
  { channels: 6, groups: 2, fused: false },
])(
  'a convolution with a bias rectifies what it stores, to the same bits: %j',
  async ({ fused, ...shape }) => {
    const { channels, groups = 1 } = shape;
    const graph = new Graph();
    const types: Record<string, TensorType> = {
      input: activation(2, channels, 5, 7),
      weight: { shape: [6, channels / groups, 3, 3], layout: groups > 1 ? 'groupedWeight' : 'weight' },
      bias: vector(6),
    };
    const feeds = Object.fromEntries(
      Object.entries(types).map(([name, type], seed) => [
        name,
        { type, values: randomNormal(product(type.shape), seed) },
      ]),
    );
    const [input, weight, bias] = Object.entries(types).map(([name, type]) => graph.external(name, type));
    const sum = conv2d(graph, input!, weight!, bias!, { padding: 1, groups });
    const output = relu(graph, sum);
    expect(compile(graph, { outputs: { output } }).dispatches).toHaveLength(fused ? 1 : 2);
    const together = await evaluateTwice(graph, { outputs: { output }, feeds });
    const apart = await evaluateTwice(graph, { outputs: { output, sum }, feeds });
    expect(together.outputs.output).toStrictEqual(apart.outputs.output);
    expect(apart.outputs.sum!.some((value) => value < 0)).toBe(true);
  },
);

test('the gradient of a max pool rectifies what it passes on, to the same bits', async () => {
  const graph = new Graph();
  const types = { input: activation(2, 5, 6, 4), gradOutput: activation(2, 5, 3, 2) };
  const feeds = Object.fromEntries(
    Object.entries(types).map(([name, type], seed) => {
      // So low that some windows have no value above zero.
      const values = randomNormal(product(type.shape), seed).map((value) => value - 0.8);
      return [name, { type, values }];
    }),
  );
  const input = graph.external('input', types.input);
  const pooled = maxPool2d(graph, relu(graph, input), { kernelSize: 2 });
  const gradOutput = graph.external('gradOutput', types.gradOutput);
  const gradInput = gradients(graph, { upstream: [[pooled, gradOutput]], wrt: [input] }).get(input)!;
  const between = graph.nodes.find(({ op }) => op.name === 'maxPool2dGradient')!.outputs[0]!;
  const names = ({ dispatches }: Program) => dispatches.map(({ op }) => op);
  expect(names(compile(graph, { outputs: { gradInput } }))).not.toContain('reluGradient');
  expect(names(compile(graph, { outputs: { gradInput, between } }))).toContain('reluGradient');
  const together = await evaluateTwice(graph, { outputs: { gradInput }, feeds });
  const apart = await evaluateTwice(graph, { outputs: { gradInput, between }, feeds });
  expect(together.outputs.gradInput).toStrictEqual(apart.outputs.gradInput);
  expect(apart.outputs.gradInput).not.toEqual(apart.outputs.between);
});
