import { assert } from '../../util/assert.ts';
import { compile } from '../../engine/compile.ts';
import type { Graph, Tensor } from '../../engine/graph.ts';
import { unpack } from '../../engine/layout.ts';
import type { Location, Program } from '../../engine/program.ts';
import { physicalBytes, type TensorType } from '../../engine/tensor.ts';
import { Executor, type BufferRange } from '../../gpu/executor.ts';
import type { Lane } from '../lanes.ts';
import { StagedReader } from '../../gpu/stagedReader.ts';

export interface Reading {
  /** Values of an output, row-major over its logical shape. */
  readonly values: (name: string) => Float32Array<ArrayBuffer>;
  /** The same as they lie in memory. */
  readonly memory: (name: string) => Float32Array<ArrayBuffer>;
  readonly has: (name: string) => boolean;
}

/**
 * A program beside those of a lane: it works on the lane's own parameters and running statistics, in slots of its
 * own, and is read through a staging buffer that is made once.
 */
export class LaneProgram {
  private readonly executor: Executor;
  private readonly outputs: Program['outputs'];
  private readonly reader: StagedReader | null;

  static async create(
    lane: Lane,
    graph: Graph,
    {
      outputs,
      externals,
      images = Infinity,
      isRead = true,
    }: {
      readonly outputs: Readonly<Record<string, Tensor>>;
      readonly externals: Readonly<Record<string, GPUBuffer>>;
      /** Of outputs that are activations only those of the first images are read. Default: all. */
      readonly images?: number;
      /** Whether {@link read} will be called; else nothing is made for it. Default: true. */
      readonly isRead?: boolean;
    },
  ): Promise<LaneProgram> {
    const { gpu, pipelines, counter, stepUniform: step } = lane.options;
    const program = compile(graph, { outputs });
    const executor = await Executor.create({
      ...{ gpu, pipelines, counter, step, externals },
      programs: { look: program },
      model: lane.executor,
      parameterBytes: 0,
      stateBytes: 0,
    });
    const read = Object.entries(program.outputs).map(
      ([name, output]) => [name, beginning(output, images)] as const,
    );
    const ranges = read.map(([, location]) => executor.range(location));
    const reader = isRead ? new StagedReader(gpu.device, counter, ranges) : null;
    return new LaneProgram(executor, Object.fromEntries(read), reader);
  }

  private constructor(executor: Executor, outputs: Program['outputs'], reader: StagedReader | null) {
    this.executor = executor;
    this.outputs = outputs;
    this.reader = reader;
  }

  encode(pass: GPUComputePassEncoder): void {
    this.executor.encode(pass, 'look');
  }

  has(name: string): boolean {
    return name in this.outputs;
  }

  /** Where an output lies. */
  range(name: string): BufferRange {
    const output = this.outputs[name];
    assert(output, `no output ${name}`);
    return this.executor.range(output);
  }

  /** The outputs as everything submitted so far leaves them. */
  async read(): Promise<Reading> {
    const { outputs, reader } = this;
    assert(reader, 'a program is read that was made without');
    const names = Object.keys(outputs);
    const copies = await reader.read();
    const memory = (name: string) => new Float32Array(copies[names.indexOf(name)]!);
    return {
      memory,
      values: (name) => unpack(outputs[name]!, memory(name)),
      has: (name) => names.includes(name),
    };
  }

  destroy(): void {
    this.executor.destroy();
    this.reader?.destroy();
  }
}

/** An activation of the first images, which lie in front. */
function beginning(output: TensorType & Location, images: number): TensorType & Location {
  const { layout, shape } = output;
  if (layout !== 'activation' || images >= shape[0]!) return output;
  const type = { layout, shape: [images, ...shape.slice(1)] };
  return { ...output, ...type, bytes: physicalBytes(type) };
}
