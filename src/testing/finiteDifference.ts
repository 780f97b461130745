import { expect } from 'vitest';
import { product } from '../util/math.ts';
import { Random } from '../util/random.ts';
import { gradients } from '../engine/autodiff.ts';
import { Graph, type Tensor } from '../engine/graph.ts';
import { pack, unpack } from '../engine/layout.ts';
import { view } from '../engine/ops/view.ts';
import { flat, physicalSize, type TensorType } from '../engine/tensor.ts';
import { evaluate, type EvaluateOptions } from '../nn/evaluate.ts';
import { expectClose } from './allclose.ts';
import { testGpu } from './device.ts';
import { evaluateTwice } from './evaluateTwice.ts';

export interface OpInput {
  readonly type: TensorType;
  /** Row-major over the logical shape. Default: standard normal. */
  readonly values?: ArrayLike<number>;
  /** False for inputs without a gradient. Default true. */
  readonly differentiable?: boolean;
}

export interface OpCheck<Name extends string> {
  readonly inputs: Readonly<Record<Name, OpInput>>;
  /** Adds the operation to a graph. */
  readonly build: (graph: Graph, inputs: Readonly<Record<Name, Tensor>>) => Tensor;
  /** The same in plain TypeScript and double precision: the output, row-major over its logical shape. */
  readonly reference: (inputs: Readonly<Record<Name, Float64Array>>) => ArrayLike<number>;
  /** Relative error, Euclidean norm, of output and gradients. Default 1e-5. */
  readonly tolerance?: number;
  /** Contents of the per-step uniform. */
  readonly step?: EvaluateOptions['step'];
}

/**
 * Checks an operation: its output against the reference, and the gradient of every input, for a random
 * gradient of the output, against central differences of the reference over all entries, and that all padding is
 * zero. Runs on the test adapter, twice, in memory full of NaN.
 */
export async function checkOp<Name extends string>(check: OpCheck<Name>): Promise<void> {
  const { build, reference, tolerance = 1e-5, step } = check;
  const names = Object.keys(check.inputs) as Name[];
  const byName = <T>(make: (name: Name) => T) =>
    Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, T>;
  const values = byName((name) => {
    const { type, values: given } = check.inputs[name];
    return given ? Float32Array.from(given) : randomNormal(product(type.shape), names.indexOf(name));
  });

  const graph = new Graph();
  const tensors = byName((name) => graph.external(name, check.inputs[name].type));
  const output = build(graph, tensors);
  const gradOutput = randomNormal(product(output.shape), 1000);
  const wanted = names.filter((name) => check.inputs[name].differentiable ?? true);
  const found = gradients(graph, {
    upstream: [[output, graph.external('gradOutput', output)]],
    wrt: wanted.map((name) => tensors[name]),
  });
  const gradientOf = (name: Name) => {
    const gradient = found.get(tensors[name]);
    expect(gradient, `gradient of ${name}`).toBeDefined();
    expect(gradient!.shape).toEqual(check.inputs[name].type.shape);
    return gradient!;
  };
  const { outputs } = await evaluateTwice(graph, {
    outputs: {
      output: asMemory(graph, output),
      ...Object.fromEntries(wanted.map((name) => [`grad ${name}`, asMemory(graph, gradientOf(name))])),
    },
    feeds: {
      ...byName((name) => ({ type: check.inputs[name].type, values: values[name] })),
      ...(wanted.length > 0 ? { gradOutput: { type: output, values: gradOutput } } : {}),
    },
    ...(step ? { step } : {}),
  });

  const exact = byName((name) => Float64Array.from(values[name]));
  expectClose(unpackChecked(output, outputs.output!), reference(exact), tolerance);
  for (const name of wanted) {
    const expected = numericalGradient(exact[name], (at) => {
      const result = reference({ ...exact, [name]: at });
      return gradOutput.reduce((sum, gradient, i) => sum + gradient * result[i]!, 0);
    });
    expectClose(unpackChecked(gradientOf(name), outputs[`grad ${name}`]!), expected, tolerance);
  }
}

/** A tensor as it lies in memory, padding included. */
export function asMemory(graph: Graph, tensor: Tensor): Tensor {
  return view(graph, tensor, flat(physicalSize(tensor)));
}

/** Values of memory in PyTorch's order, after checking that the padding is zero. */
export function unpackChecked(type: TensorType, memory: Float32Array): Float32Array {
  const values = unpack(type, memory);
  expect([...pack(type, values)].map((value) => value + 0)).toEqual([...memory].map((value) => value + 0));
  return values;
}

/** Gradient of a function of many numbers by central differences, in double precision. */
export function numericalGradient(at: Float64Array, value: (at: Float64Array) => number): Float64Array {
  return at.map((x, i) => {
    const h = 1e-6 * Math.max(1, Math.abs(x));
    const moved = Float64Array.from(at);
    moved[i] = x + h;
    const above = value(moved);
    moved[i] = x - h;
    return (above - value(moved)) / (2 * h);
  });
}

export interface DirectionalCheck extends Omit<EvaluateOptions, 'outputs'> {
  readonly output: Tensor;
  /** Name of the external tensor that is the gradient of `output`; its values are in `feeds`. */
  readonly gradOutput: string;
  /** Gradients by the name of the feed they belong to. */
  readonly gradients: Readonly<Record<string, Tensor>>;
  /** Length of the step to either side. Default 1e-2. */
  readonly distance?: number;
  /** Allowed error of a directional derivative, relative to the norm of the gradient. Default 1e-2. */
  readonly tolerance?: number;
}

/**
 * Checks gradients against central differences of what the GPU itself computes, in three random directions for
 * each input: for compositions that are too long to write down a second time.
 */
export async function checkDirections(graph: Graph, check: DirectionalCheck): Promise<void> {
  const { output, gradOutput, gradients: wanted, distance = 1e-2, tolerance = 1e-2, ...options } = check;
  const { pipelines, ...gpu } = await testGpu();
  const feeds = options.feeds ?? {};
  const upstream = feeds[gradOutput]!.values;
  const { outputs } = await evaluateTwice(graph, { ...options, outputs: wanted });
  const objective = async (name: string, values: Float32Array) => {
    const moved = { ...feeds, [name]: { type: feeds[name]!.type, values } };
    const result = await evaluate(gpu, pipelines, graph, { ...options, feeds: moved, outputs: { output } });
    return result.outputs.output!.reduce((sum, value, i) => sum + value * upstream[i]!, 0);
  };
  for (const name of Object.keys(wanted)) {
    const at = Float32Array.from(feeds[name]!.values);
    const gradient = outputs[name]!;
    for (let trial = 0; trial < 3; trial++) {
      const direction = randomNormal(at.length, 2000 + trial);
      const along = async (sign: number) =>
        objective(
          name,
          at.map((x, i) => x + sign * distance * direction[i]!),
        );
      const measured = ((await along(1)) - (await along(-1))) / (2 * distance);
      const stated = gradient.reduce((sum, slope, i) => sum + slope * direction[i]!, 0);
      const scale = Math.hypot(...gradient);
      expect(Math.abs(stated - measured), `derivative of ${name}, direction ${trial}`).toBeLessThan(
        tolerance * scale,
      );
    }
  }
}

/** Standard normal numbers of a fixed seed. */
export function randomNormal(count: number, seed: number): Float32Array<ArrayBuffer> {
  const random = new Random(seed + 1);
  return Float32Array.from({ length: count }, () => random.normal());
}
