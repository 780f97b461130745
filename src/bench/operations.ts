import { gradients } from '../engine/autodiff.ts';
import { Graph, type Tensor } from '../engine/graph.ts';
import { batchNorm2d } from '../engine/ops/batchNorm2d.ts';
import { conv2d, linear } from '../engine/ops/conv2d.ts';
import { activation, vector, type TensorType } from '../engine/tensor.ts';
import { Variables } from '../engine/variables.ts';
import type { Feed } from '../nn/evaluate.ts';
import { deconvConv2d } from '../nn/layers/deconvConv2d.ts';
import { Scope } from '../nn/scope.ts';
import { product } from '../util/math.ts';
import { transpose, uniformFill } from './fill.ts';
import type { BuiltWorkload, Workload } from './workload.ts';

const inputType = activation(16, 64, 32, 32);
const weightType: TensorType = { shape: [64, 64, 3, 3], layout: 'weight' };
const window = { padding: 1 } as const;
/** Streams of the fill. */
const seeds = { input: 5, weight: 6, gradOutput: 7, left: 8, right: 9 } as const;

const filled = (type: TensorType, seed: number, bound: number): Feed => ({
  type,
  values: uniformFill(seed, product(type.shape), bound),
});
const input = () => filled(inputType, seeds.input, 1);
const weight = () => filled(weightType, seeds.weight, 0.1);
const gradOutput = () => filled(inputType, seeds.gradOutput, 1);

/** A graph over external tensors. */
function operation(
  feeds: Readonly<Record<string, Feed>>,
  outputs: (graph: Graph, tensors: Readonly<Record<string, Tensor>>) => Readonly<Record<string, Tensor>>,
): BuiltWorkload {
  const graph = new Graph();
  const tensors = Object.fromEntries(
    Object.entries(feeds).map(([name, { type }]) => [name, graph.external(name, type)]),
  );
  return {
    graph,
    request: { outputs: outputs(graph, tensors) },
    variables: new Variables(),
    values: null,
    feeds,
    step: {},
  };
}

function forwardConvolution(): BuiltWorkload {
  return operation({ input: input(), weight: weight() }, (graph, { input, weight }) => ({
    output: conv2d(graph, input!, weight!, null, window),
  }));
}

/** One of the two gradients of a convolution; the forward pass, which neither needs, falls away. */
function convolutionGradient(of: 'input' | 'weight'): BuiltWorkload {
  const feeds = { input: input(), weight: weight(), gradOutput: gradOutput() };
  return operation(feeds, (graph, tensors) => {
    const output = conv2d(graph, tensors.input!, tensors.weight!, null, window);
    const found = gradients(graph, { upstream: [[output, tensors.gradOutput!]], wrt: [tensors[of]!] });
    return { output: found.get(tensors[of]!)! };
  });
}

/** Product of two square matrices, the left one stored by rows and the right one as the weight of a linear layer. */
export function buildProduct(size: number): BuiltWorkload {
  const rightType: TensorType = { shape: [size, size], layout: 'weight' };
  // The stream is [inputs, outputs] and the logical shape of a weight [outputs, inputs].
  const right = transpose(uniformFill(seeds.right, size * size, 1), size, size);
  return operation(
    { left: filled(activation(size, size), seeds.left, 1), right: { type: rightType, values: right } },
    (graph, tensors) => ({ output: linear(graph, tensors.left!, tensors.right!, null) }),
  );
}

function batchNormBothWays(): BuiltWorkload {
  const channels = vector(64);
  const feeds = {
    input: input(),
    weight: { type: channels, values: new Float32Array(64).fill(1) },
    bias: { type: channels, values: new Float32Array(64) },
    gradOutput: gradOutput(),
  };
  return operation(feeds, (graph, { input, weight, bias, gradOutput }) => {
    const { output } = batchNorm2d(graph, input!, weight!, bias!, { eps: 1e-5 });
    const wrt = [input!, weight!, bias!];
    const found = gradients(graph, { upstream: [[output, gradOutput!]], wrt });
    // `output` of the workload is what its checksum is taken of; the forward output stays needed as `normalized`.
    return {
      output: found.get(input!)!,
      normalized: output,
      gradWeight: found.get(weight!)!,
      gradBias: found.get(bias!)!,
    };
  });
}

/** A deconvolution layer of the product, 64 to 64 channels in blocks of 64: D has 576 rows. */
function deconvolutionLayer({ withGradient }: { withGradient: boolean }): BuiltWorkload {
  const graph = new Graph();
  const variables = new Variables();
  const scope = Scope.root({ graph, variables, mode: { training: true, frozen: false }, seed: 1 });
  const x = graph.external('input', inputType);
  const output = deconvConv2d(scope, x, {
    outChannels: 64,
    kernelSize: 3,
    padding: 1,
    blockSize: 64,
    samplingStride: 3,
    iterations: 5,
    eps: 1e-5,
  });
  const upstream = graph.external('gradOutput', inputType);
  const parameters = variables.parameters.map((variable) => [variable, graph.variable(variable)] as const);
  const found = withGradient
    ? gradients(graph, {
        upstream: [[output, upstream]],
        wrt: [x, ...parameters.map(([, tensor]) => tensor)],
      })
    : null;
  return {
    graph,
    request: found
      ? {
          outputs: { output: found.get(x)!, activation: output },
          parameterGradients: new Map(parameters.map(([variable, tensor]) => [variable, found.get(tensor)!])),
        }
      : { outputs: { output } },
    variables,
    values: ({ name, type }) => {
      if (name === 'weight') return uniformFill(seeds.weight, product(type.shape), 0.1);
      return name === 'bias' ? new Float32Array(64) : null;
    },
    feeds: { input: input(), ...(found && { gradOutput: gradOutput() }) },
    step: {},
  };
}

const convFlops = 2 * product(inputType.shape) * 64 * 9;
/** Covariance of 16 * 11 * 11 patches, 15 products of Newton-Schulz, the weight's transform, the convolution. */
const deconvFlops = 2 * 1936 * 576 ** 2 + 5 * 3 * 2 * 576 ** 3 + 2 * 64 * 576 ** 2 + convFlops;

const common = { batchSize: 16, images: 0 } as const;

/** Single operations: each is one submit that is waited for. */
export const operationWorkloads: readonly Workload[] = [
  {
    name: 'W4conv',
    title: 'convolution 3x3, 64 to 64 channels',
    flops: convFlops,
    build: forwardConvolution,
  },
  {
    name: 'W4dx',
    title: "its input's gradient",
    flops: convFlops,
    build: () => convolutionGradient('input'),
  },
  {
    name: 'W4dw',
    title: "its weight's gradient",
    flops: convFlops,
    build: () => convolutionGradient('weight'),
  },
  {
    name: 'W4mm',
    title: 'matrix product 1024x1024x1024',
    flops: 2 * 1024 ** 3,
    build: () => buildProduct(1024),
  },
  { name: 'W4bn', title: 'batch norm, forward and backward', flops: 0, build: batchNormBothWays },
  {
    name: 'W5fwd',
    title: 'deconvolution layer, forward',
    flops: deconvFlops,
    build: () => deconvolutionLayer({ withGradient: false }),
  },
  {
    name: 'W5',
    title: 'deconvolution layer, forward and gradient',
    flops: 3 * deconvFlops,
    build: () => deconvolutionLayer({ withGradient: true }),
  },
].map((workload) => ({ ...common, ...workload }));
