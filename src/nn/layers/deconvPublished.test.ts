import { describe, expect, test } from 'vitest';
import { gradients } from '../../engine/autodiff.ts';
import { Graph, type Tensor } from '../../engine/graph.ts';
import { newtonSchulzInverseSqrt } from '../../engine/ops/newtonSchulz.ts';
import { activation, matrix } from '../../engine/tensor.ts';
import { Variables } from '../../engine/variables.ts';
import { evaluateTwice } from '../../testing/evaluateTwice.ts';
import { product } from '../../util/math.ts';
import { Scope } from '../scope.ts';
import { channelDeconv } from './channelDeconv.ts';
import { deconvConv2d } from './deconvConv2d.ts';
import { deconvLinear } from './deconvLinear.ts';

/**
 * The layers against sums and single values that the authors' published code gave in double precision for numbers of
 * a simple generator: one training call from fresh statistics, its gradients, and evaluation after it.
 */

/** Sum, sum of squares, first four values, last value. */
type Summary = readonly [sum: number, squares: number, first: readonly number[], last: number];

interface PublishedCase {
  readonly name: string;
  readonly seed: number;
  readonly shape: readonly number[];
  readonly build: (scope: Scope, input: Tensor) => Tensor;
  readonly expected: Readonly<Record<string, Summary>>;
}

/** Numbers in [-1/2, 1/2) of a linear congruential generator. */
function fill(seed: number, count: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 32 - 0.5;
  });
}

function expectSummary(name: string, values: ArrayLike<number>, [sum, squares, first, last]: Summary) {
  const all = Array.from(values);
  const norm = Math.sqrt(squares);
  const scale = norm / Math.sqrt(all.length);
  const check = (what: string, actual: number, expected: number, tolerance: number) => {
    const rounding = 1e-6; // the published figures have six decimals
    expect(Math.abs(actual - expected), `${what} of ${name}`).toBeLessThan(tolerance + rounding);
  };
  const sumOf = (term: (value: number) => number) => all.reduce((result, value) => result + term(value), 0);
  check(
    'sum',
    sumOf((value) => value),
    sum,
    1e-5 * norm * Math.sqrt(all.length),
  );
  check(
    'squares',
    sumOf((value) => value * value),
    squares,
    2e-4 * squares,
  );
  first.forEach((value, i) => check(`value ${i}`, all[i]!, value, 1e-4 * scale));
  check('last value', all.at(-1)!, last, 1e-4 * scale);
}

const cases: readonly PublishedCase[] = [
  {
    name: '3x3 over three channels, sampled every three pixels',
    seed: 2,
    shape: [2, 3, 8, 8],
    build: (scope, input) => deconvConv2d(scope, input, { outChannels: 4, kernelSize: 3, padding: 1 }),
    expected: {
      output: [65.419536, 4308.630517, [0.37706, -1.217815, -4.063261, -0.314593], 1.007549],
      gradInput: [-92.668709, 6974.510395, [2.536522, 0.250987, 0.865459, 0.451178], 3.612267],
      'grad weight': [74.675606, 3964.7756, [5.527573, -1.811854, 9.123782, 5.018126], -3.897577],
      'grad bias': [15.135522, 69.620071, [3.952348, 6.051299, 1.114606, 4.017268], 4.017268],
      running_mean: [0.064442, 0.001038, [0.002811, 0.001712, -0.004389, -0.005573], 0.015285],
      running_deconv: [39.781984, 69.012792, [1.642597, 0.051813, -0.034132, -0.045001], 1.414337],
      evaluated: [15.324385, 233.757868, [0.318902, -0.060839, -0.870434, -0.039186], -0.21594],
    },
  },
  {
    name: 'interleaved blocks and a strided convolution',
    seed: 4,
    shape: [4, 4, 12, 12],
    build: (scope, input) =>
      deconvConv2d(scope, input, { outChannels: 4, kernelSize: 3, padding: 1, stride: 2, blockSize: 2 }),
    expected: {
      output: [-163.695039, 6177.168798, [1.666798, 1.997124, 1.581548, 1.290589], -2.057718],
      gradInput: [-13.179503, 7913.337021, [3.016758, -4.103641, 0.074412, 0.302651], -1.099651],
      'grad weight': [7.720467, 4216.810615, [-0.333708, -2.500281, 9.167656, 1.225379], 4.563376],
      'grad bias': [18.051861, 90.119192, [2.106469, 5.159845, 6.061344, 4.724202], 4.724202],
      running_mean: [0.028589, 0.000273, [0.00468, 0.00562, -0.000231, -0.001359], -0.004348],
      running_deconv: [27.894514, 42.031317, [1.7544, 0.039755, -0.101504, 0.068861], 1.319396],
      evaluated: [-23.293459, 328.233385, [0.14035, 0.074961, 0.03984, 0.165582], -0.609128],
    },
  },
  {
    name: '1x1 with a block that falls back to the common divisor',
    seed: 5,
    shape: [2, 6, 7, 5],
    build: (scope, input) => deconvConv2d(scope, input, { outChannels: 4, kernelSize: 1, blockSize: 4 }),
    expected: {
      output: [-5.259809, 134.659558, [0.311163, -0.729312, -0.170142, -0.311354], -0.348644],
      gradInput: [0, 102.784117, [0.019782, -0.156572, -0.31102, 0.280987], -0.132489],
      'grad weight': [-1.400875, 105.437251, [-3.270374, -1.332709, -0.2957, 0.194824], 3.119443],
      'grad bias': [6.839826, 22.077567, [-0.770995, 1.787294, 3.727846, 2.095681], 2.095681],
      running_mean: [-0.01079, 0.000159, [-0.012486, 0.001696], 0.001696],
      running_deconv: [2.446524, 3.0378, [1.248902, -0.00903, -0.00903, 1.215681], 1.215681],
      evaluated: [16.046564, 37.444139, [0.044154, -0.343995, -0.139845, -0.175099], -0.142311],
    },
  },
  {
    name: 'two groups, three iterations',
    seed: 6,
    shape: [2, 4, 6, 6],
    build: (scope, input) =>
      deconvConv2d(scope, input, {
        outChannels: 8,
        kernelSize: 3,
        padding: 1,
        groups: 2,
        samplingStride: 2,
        iterations: 3,
      }),
    expected: {
      output: [-4.248637, 808.775624, [-1.982537, -0.796799, -0.812299, -1.082855], 0.497084],
      gradInput: [-14.615511, 879.024859, [0.714917, -0.799371, 2.471514, 0.000723], -1.08951],
      'grad weight': [-6.507645, 1090.244433, [-1.31754, -2.943284, -6.209382, -3.01324], -1.904226],
      'grad bias': [18.051861, 45.326877, [0.98338, 2.780855, 3.112807, 2.64783], 2.076371],
      running_mean: [0.03092, 0.001994, [0.007148, -0.002835, 0.007258, 0.007446], 0.009051],
      running_deconv: [47.290676, 60.007739, [1.321399, -0.005537, -0.010366, 0.01403], 1.255155],
      evaluated: [-7.874122, 136.62199, [-0.874091, -0.233022, -0.532158, -0.443175], -0.175932],
    },
  },
  {
    name: 'depthwise, one iteration',
    seed: 7,
    shape: [2, 4, 6, 6],
    build: (scope, input) =>
      deconvConv2d(scope, input, { outChannels: 4, kernelSize: 3, padding: 1, groups: 4, iterations: 1 }),
    expected: {
      output: [-37.55585, 185.02474, [0.204193, -0.216001, -0.404564, -0.860703], -0.861893],
      gradInput: [-3.194679, 77.885355, [0.905801, 0.223501, 0.617611, -0.673346], 0.397125],
      'grad weight': [5.958158, 144.692631, [0.536276, -4.088758, 3.145393, 3.765854], -0.245647],
      'grad bias': [7.3567, 20.504748, [-0.072833, 3.65119, 2.012294, 1.766049], 1.766049],
      running_mean: [0.014969, 0.002923, [0.006464, -0.00318, 0.00039, 0.001513], 0.016871],
      running_deconv: [42.184888, 49.592388, [1.196251, 0.006525, -0.003282, -0.001829], 1.158184],
      evaluated: [7.899878, 40.293673, [-0.035671, -0.230303, -0.319889, -0.579432], -0.306746],
    },
  },
  {
    name: 'linear in chunks of four',
    seed: 8,
    shape: [16, 12],
    build: (scope, input) => deconvLinear(scope, input, { outFeatures: 5, blockSize: 8 }),
    expected: {
      output: [1.277123, 66.779342, [-0.175838, -1.068749, -0.029487, -0.115327], 0.249852],
      gradInput: [0, 70.735361, [0.322681, 0.509967, -0.215996, 0.235825], -0.764751],
      'grad weight': [-1.829826, 85.210373, [-0.268922, -1.24368, 0.909655, -2.438483], -0.453977],
      'grad bias': [2.663106, 2.85991, [1.018026, 1.08123, -0.116726, -0.112071], 0.792646],
      running_mean: [-0.005677, 0.000038, [-0.002403, -0.005152, -0.000506, 0.002384], 0.002384],
      running_deconv: [4.716774, 6.268238, [1.230123, -0.043372, -0.028007, -0.011745], 1.255408],
      evaluated: [3.188036, 11.53299, [-0.174735, -0.448658, 0.269733, -0.071502], 0.200616],
    },
  },
  {
    name: 'channels, two of them left over',
    seed: 9,
    shape: [3, 6, 6, 6],
    build: (scope, input) => channelDeconv(scope, input, { blockSize: 4, eps: 1e-5 }),
    expected: {
      output: [144.267348, 904.623268, [-0.741911, -1.446088, 1.241495, -1.314676], 0.554448],
      gradInput: [-0.406936, 1134.221396, [-0.784324, -1.02297, -0.112343, -0.029486], 0.16057],
      running_mean1: [-0.372005, 0.044241, [-0.011248, -0.140685, -0.10273, -0.117343], -0.117343],
      running_deconv: [11.231747, 63.570065, [3.407002, 0.262492, -0.371108, -0.434106], 4.102927],
    },
  },
];

async function run({ seed, shape, build, expected }: PublishedCase) {
  const variables = new Variables();
  const type = activation(...shape);
  const graphOf = (training: boolean) => {
    const graph = new Graph();
    const input = graph.external('input', type);
    const scope = Scope.root({ graph, variables, mode: { training, frozen: false }, seed: 0 });
    return { graph, input, output: build(scope, input) };
  };
  const feeds = { input: { type, values: fill(seed, product(shape)) } };

  const { graph, input, output } = graphOf(true);
  const parameters = variables.parameters.map((variable) => [variable, graph.variable(variable)] as const);
  const found = gradients(graph, {
    upstream: [[output, graph.external('gradOutput', output)]],
    wrt: [input, ...parameters.map(([, tensor]) => tensor)],
  });
  const trained = await evaluateTwice(graph, {
    outputs: { output, gradInput: found.get(input)! },
    parameterGradients: new Map(parameters.map(([variable, tensor]) => [variable, found.get(tensor)!])),
    variables,
    values: Object.fromEntries(
      variables.parameters.map(({ name, type }, i) => [name, fill(100 + i, product(type.shape))]),
    ),
    feeds: { ...feeds, gradOutput: { type: output, values: fill(77, product(output.shape)) } },
  });
  const evaluation = graphOf(false);
  const evaluated = await evaluateTwice(evaluation.graph, {
    outputs: { evaluated: evaluation.output },
    variables,
    values: trained.variables,
    feeds,
  });
  const actual: Record<string, Float32Array> = {
    ...trained.outputs,
    ...Object.fromEntries(Object.entries(trained.gradients).map(([name, value]) => [`grad ${name}`, value])),
    ...Object.fromEntries(variables.states.map(({ name }) => [name, trained.variables[name]!])),
    ...evaluated.outputs,
  };
  for (const [name, summary] of Object.entries(expected)) expectSummary(name, actual[name]!, summary);
}

describe('layers of the published code', () => {
  test.each(cases.map((published) => [published.name, published] as const))('%s', (_, published) =>
    run(published),
  );
});

test.each([
  [1, [3.410914, 0.040969, 0.015171, 0.040969, 3.069796, 0.405989, 0.015171, 0.405989, 3.172384]],
  [5, [4.348349, 0.187933, 0.140733, 0.187933, 3.748953, 1.159142, 0.140733, 1.159142, 4.034675]],
  [15, [4.348349, 0.187934, 0.140734, 0.187934, 3.748955, 1.159145, 0.140734, 1.159145, 4.034678]],
])('inverse square root of the published code, %i iterations', async (iterations, expected) => {
  const graph = new Graph();
  const covariance = graph.external('covariance', matrix(3, 3));
  const values = [0.053289, -0.00478, -0.00177, -0.00478, 0.093087, -0.047367, -0.00177, -0.047367, 0.081118];
  const { outputs } = await evaluateTwice(graph, {
    outputs: { deconv: newtonSchulzInverseSqrt(graph, covariance, iterations) },
    feeds: { covariance: { type: covariance, values } },
  });
  expected.forEach((value, i) => expect(Math.abs(outputs.deconv![i]! - value)).toBeLessThan(2e-4));
});
