import { Graph } from '../engine/graph.ts';
import type { Op } from '../engine/op.ts';
import { flat } from '../engine/tensor.ts';
import { Variables } from '../engine/variables.ts';
import type { Feed } from '../nn/evaluate.ts';
import { LoadedWorkload, type LoadOptions } from './loaded.ts';
import { buildProduct } from './operations.ts';
import type { Task } from './sampling.ts';
import type { BuiltWorkload } from './workload.ts';

/** A task of which every run does a known amount of work. */
export interface RatedTask extends Task {
  /** Floating-point operations or bytes of one run, as its maker says. */
  readonly work: number;
  readonly destroy: () => void;
}

const invocations = 64 * 1024;
/** Multiply-adds of one round of an invocation: four of eight numbers. */
const roundMultiplyAdds = 32;
const copyBytes = 1 << 26;

/** Sizes of the square matrix product whose best is the limit; GPUs need larger ones to fill up. */
export const productSizes = (isFallback: boolean): readonly number[] =>
  isFallback ? [512, 1024] : [1024, 2048, 4096];

/** Multiply-adds between registers: what no kernel can exceed. Work in floating-point operations. */
export async function multiplyAddTask(options: LoadOptions): Promise<RatedTask> {
  const iterations = options.gpu.adapter.isFallback ? 1000 : 16_000;
  const loaded = await LoadedWorkload.load(options, multiplyAdds(iterations));
  return ratedTask('multiply-add', loaded, 2 * roundMultiplyAdds * iterations * invocations);
}

/** The engine's product of square matrices. Work in floating-point operations. */
export async function productTask(options: LoadOptions, size: number): Promise<RatedTask> {
  return ratedTask(`product ${size}`, await LoadedWorkload.load(options, buildProduct(size)), 2 * size ** 3);
}

/** A copy between two buffers. Work in bytes read and written. */
export async function copyTask(options: LoadOptions): Promise<RatedTask> {
  return ratedTask('copy', await LoadedWorkload.load(options, copy()), 2 * copyBytes);
}

export function ratedTask(name: string, loaded: LoadedWorkload, work: number): RatedTask {
  return {
    name,
    work,
    run: (repeats) => {
      loaded.submit(repeats);
      return loaded.wait();
    },
    destroy: () => loaded.destroy(),
  };
}

function multiplyAdds(iterations: number): BuiltWorkload {
  const size = invocations;
  const op: Op = {
    name: 'multiplyAdd',
    infer: () => [flat(size)],
    lower: ({ inputs: [seed], outputs: [output] }) => [
      {
        kernel: 'bench/multiplyAdd',
        constants: { SIZE: size, ITERATIONS: iterations },
        reads: { seed: seed! },
        writes: { output: output! },
        workgroups: [size / 64, 1, 1],
      },
    ],
  };
  // A factor below one keeps the values finite, whatever the number of rounds.
  return single(op, { seed: { type: flat(8), values: [0.5, 0.5, 0.5, 0.5, 1, 1, 1, 1] } });
}

function copy(): BuiltWorkload {
  const op: Op = {
    name: 'copy',
    infer: ([input]) => [input!],
    lower: ({ inputs: [input], outputs: [output] }) => [
      {
        kernel: 'bench/copy',
        reads: { input: input! },
        writes: { output: output! },
        workgroups: [copyBytes / 16 / 1024, 1, 1],
      },
    ],
  };
  return single(op, { input: { type: flat(copyBytes / 4), values: new Float32Array(copyBytes / 4) } });
}

/** One operation over fed tensors. */
function single(op: Op, feeds: Readonly<Record<string, Feed>>): BuiltWorkload {
  const graph = new Graph();
  const inputs = Object.entries(feeds).map(([name, { type }]) => graph.external(name, type));
  const output = graph.apply1(op, inputs);
  return {
    graph,
    request: { outputs: { output } },
    variables: new Variables(),
    values: null,
    feeds,
    step: {},
  };
}
