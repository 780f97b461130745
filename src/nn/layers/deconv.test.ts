import { describe, expect, test } from 'vitest';
import { gradients } from '../../engine/autodiff.ts';
import { Graph, type Tensor } from '../../engine/graph.ts';
import { activation } from '../../engine/tensor.ts';
import { Variables } from '../../engine/variables.ts';
import { expectClose } from '../../testing/allclose.ts';
import {
  flatten,
  foldWhitening,
  sampledPatches,
  toMatrices,
  whiteningOf,
  type PatchOptions,
  type Shape4,
  type Whitening,
} from '../../testing/deconvReference.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { numericalGradient, randomNormal } from '../../testing/finiteDifference.ts';
import { product } from '../../util/math.ts';
import { Scope, type ModelMode } from '../scope.ts';
import { channelDeconv } from './channelDeconv.ts';
import { conv2d } from './conv2d.ts';
import { deconvConv2d, type DeconvConv2dOptions } from './deconvConv2d.ts';
import { deconvLinear } from './deconvLinear.ts';

const training: ModelMode = { training: true, frozen: false };
const frozen: ModelMode = { training: true, frozen: true };
const evaluation: ModelMode = { training: false, frozen: false };

const shape: Shape4 = [2, 4, 5, 3];
const input = randomNormal(product(shape), 1).map((value, i) => value + (i % 3));
const eps = 0.01;
const base = { outChannels: 3, kernelSize: 3, stride: 2, padding: 1, blockSize: 2, samplingStride: 1, eps };

type Build = (scope: Scope, input: Tensor) => Tensor;
const layer =
  (options: Partial<DeconvConv2dOptions> = {}): Build =>
  (scope, input) =>
    deconvConv2d(scope, input, { ...base, ...options });

interface Values {
  readonly input: Float64Array;
  readonly weight: Float64Array;
  readonly bias: Float64Array;
}

/** The layer `layer(options)`, with the statistics of the batch or those given. */
interface ReferenceOptions {
  readonly contiguous?: boolean;
  readonly iterations?: number;
}

function reference(values: Values, options: ReferenceOptions = {}, fixed: Whitening | null = null) {
  const patch: PatchOptions = { kernelSize: 3, padding: 1, samplingStride: 2, blockSize: 4 };
  const whitening = fixed ?? batchWhitening(values.input, options);
  const { weight, bias } = foldWhitening(values.weight, values.bias, whitening, options.contiguous);
  const [patches] = sampledPatches(values.input, shape, patch);
  const positions = patches!.length / shape[0];
  return Float64Array.from({ length: shape[0] * 3 * positions }, (_, i) => {
    const row = patches![Math.floor(i / (3 * positions)) * positions + (i % positions)]!;
    const o = Math.floor(i / positions) % 3;
    return row.reduce((sum, value, f) => sum + value * weight[o * row.length + f]!, bias[o]!);
  });
}

function batchWhitening(
  at: Float64Array,
  { contiguous = false, iterations = 5 }: ReferenceOptions = {},
): Whitening {
  const sampling = { kernelSize: 3, padding: 1, samplingStride: 2, blockSize: 2, contiguous };
  return whiteningOf(sampledPatches(at, shape, sampling), eps, iterations);
}

interface RunOptions {
  readonly runs?: number;
  readonly values?: Readonly<Record<string, Float32Array>>;
  readonly at?: Float32Array;
  readonly inputShape?: readonly number[];
}

/** Runs a layer with gradients of everything, `runs` times from the statistics given. */
async function run(build: Build, mode: ModelMode, options: RunOptions = {}) {
  const { runs = 1, values = {}, at = input, inputShape = shape } = options;
  const variables = new Variables();
  const graph = new Graph();
  const type = activation(...inputShape);
  const x = graph.external('x', type);
  const output = build(Scope.root({ graph, variables, mode, seed: 7 }), x);
  const gradOutput = randomNormal(product(output.shape), 50);
  const parameters = variables.parameters.map((variable) => [variable, graph.variable(variable)] as const);
  const found = gradients(graph, {
    upstream: [[output, graph.external('gradOutput', output)]],
    wrt: [x, ...parameters.map(([, tensor]) => tensor)],
  });
  const result = await evaluateTwice(graph, {
    outputs: { output, gradInput: found.get(x)! },
    parameterGradients: new Map(parameters.map(([variable, tensor]) => [variable, found.get(tensor)!])),
    variables,
    values,
    runs,
    feeds: { x: { type, values: at }, gradOutput: { type: output, values: gradOutput } },
  });
  return { ...result, gradOutput, output: result.outputs.output!, gradInput: result.outputs.gradInput! };
}

type Result = Awaited<ReturnType<typeof run>>;

function expectGradients(result: Result, layerAt: (values: Values) => Float64Array, slack = 1) {
  const exact = valuesOf(result);
  const slope = (name: keyof Values) =>
    numericalGradient(exact[name], (moved) =>
      layerAt({ ...exact, [name]: moved }).reduce((sum, value, i) => sum + value * result.gradOutput[i]!, 0),
    );
  expectClose(result.output, layerAt(exact), 1e-5 * slack);
  expectClose(result.gradients.weight!, slope('weight'), 2e-5 * slack);
  expectClose(result.gradients.bias!, slope('bias'), 2e-5 * slack);
  expectClose(result.gradInput, slope('input'), 1e-4 * slack);
}

function valuesOf({ variables }: Result): Values {
  return {
    input: Float64Array.from(input),
    weight: Float64Array.from(variables.weight!),
    bias: Float64Array.from(variables.bias!),
  };
}

describe('deconvConv2d', () => {
  test('whitens with the statistics of its batch and differentiates through them', async () => {
    const result = await run(layer(), training);
    expectGradients(result, (values) => reference(values));
    const { means, deconvs } = batchWhitening(Float64Array.from(input));
    expectClose(
      result.variables.running_mean!,
      means[0]!.map((value) => 0.1 * value),
    );
    expectClose(
      result.variables.running_deconv!,
      flatten(deconvs).map((value, i) => 0.1 * value + (i % 19 === 0 ? 0.9 : 0)),
    );
  });

  test('cuts contiguous blocks', async () => {
    const result = await run(layer({ contiguousBlocks: true }), training);
    expectGradients(result, (values) => reference(values, { contiguous: true }));
  });

  test('in the converged mode, is what many Newton-Schulz iterations would make it', async () => {
    const result = await run(layer({ inverseSqrt: 'quintic' }), training);
    expectGradients(result, (values) => reference(values, { iterations: 16 }), 2);
  });

  test('stops gradients at D and the mean on demand', async () => {
    const result = await run(layer({ gradientThroughDeconv: false }), training);
    const fixed = batchWhitening(Float64Array.from(input));
    expectGradients(result, (values) => reference(values, {}, fixed));
  });

  const values = { running_mean: randomNormal(18, 3), running_deconv: randomNormal(18 * 18, 4) };
  const fixed = {
    means: [Float64Array.from(values.running_mean)],
    deconvs: toMatrices(values.running_deconv, 1),
  };

  test('takes running statistics as constants in evaluation', async () => {
    const result = await run(layer(), evaluation, { values });
    expectGradients(result, (at) => reference(at, {}, fixed));
  });

  test('holds still in a frozen training graph if it is to freeze, and only then', async () => {
    const still = await run(layer({ freeze: true }), frozen, { values });
    expectClose(still.output, reference(valuesOf(still), {}, fixed));
    expect([...still.variables.running_mean!]).toEqual([...values.running_mean]);
    const moving = await run(layer(), frozen, { values });
    expectClose(moving.output, reference(valuesOf(moving)));
  });

  test('evaluates a corrected average of equal batches like one batch', async () => {
    const build = layer({ biasCorrection: true });
    const trained = await run(build, training, { runs: 3 });
    const evaluated = await run(build, evaluation, { values: trained.variables });
    expectClose(evaluated.output, trained.output, 1e-4);
  });

  test('starts from the weights of the ordinary convolution', async () => {
    const ordinary = await run((scope, x) => conv2d(scope, x, { outChannels: 3, kernelSize: 3 }), training);
    const { variables } = await run(layer(), evaluation);
    expect([...variables.weight!]).toEqual([...ordinary.variables.weight!]);
    expect([...variables.bias!]).toEqual([...ordinary.variables.bias!]);
  });
});

test('deconvLinear without a bias whitens chunks of features', async () => {
  const at = randomNormal(7 * 10, 5);
  const result = await run(
    (scope, x) => deconvLinear(scope, x, { outFeatures: 3, bias: false, blockSize: 5, eps }),
    training,
    { at, inputShape: [7, 10] },
  );
  const chunks = sampledPatches(at, [7, 10, 1, 1], { blockSize: 5, contiguous: true });
  const folded = foldWhitening(result.variables.weight!, [0, 0, 0], whiteningOf(chunks, eps, 5), true);
  const expected = Float64Array.from({ length: 21 }, (_, i) =>
    folded.weight
      .slice((i % 3) * 10, (i % 3) * 10 + 10)
      .reduce((sum, value, f) => sum + value * at[Math.floor(i / 3) * 10 + f]!, folded.bias[i % 3]!),
  );
  expectClose(result.output, expected);
  expect(Object.keys(result.variables)).toEqual(['weight', 'running_mean', 'running_deconv']);
});

test('channelDeconv, centred exactly, leaves channels uncorrelated', async () => {
  const build: Build = (scope, x) =>
    channelDeconv(scope, x, {
      blockSize: 4,
      eps: 1e-6,
      iterations: 25,
      samplingStride: 1,
      exactCentring: true,
    });
  const { output } = await run(build, training);
  const [pixels] = sampledPatches(output, shape, { blockSize: 4 });
  const { deconvs } = whiteningOf([pixels!], 0, 12);
  expectClose(flatten(deconvs), [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], 1e-3);
});
