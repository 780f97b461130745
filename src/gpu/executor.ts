import { assert } from '../util/assert.ts';
import { roundUp } from '../util/math.ts';
import type { BufferName, Location, MomentName, Program } from '../engine/program.ts';
import type { Gpu } from './device.ts';
import type { PipelineCache } from './pipelines.ts';

export const bufferUsage = {
  mapRead: 1,
  copySource: 4,
  copyTarget: 8,
  uniform: 64,
  storage: 128,
  queryResolve: 512,
} as const;

/** Counts what is created and destroyed, so that a test can say memory stays flat. */
export interface BufferCounter {
  created: number;
  destroyed: number;
  bytes: number;
}

export function createCountedBuffer(
  device: GPUDevice,
  counter: BufferCounter,
  descriptor: GPUBufferDescriptor,
): GPUBuffer {
  counter.created++;
  counter.bytes += descriptor.size;
  return device.createBuffer(descriptor);
}

export function destroyCountedBuffer(counter: BufferCounter, buffer: GPUBuffer): void {
  counter.destroyed++;
  counter.bytes -= buffer.size;
  buffer.destroy();
}

/** The flat buffers of a model. */
export interface ModelBuffers {
  readonly parameter: GPUBuffer;
  readonly gradient: GPUBuffer;
  readonly state: GPUBuffer;
}

/** Part of a buffer. */
export interface BufferRange {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly bytes: number;
}

export function wholeBuffer(buffer: GPUBuffer): BufferRange {
  return { buffer, offset: 0, bytes: buffer.size };
}

export interface ExecutorOptions {
  readonly gpu: Gpu;
  readonly pipelines: PipelineCache;
  /** Programs by name. They share parameters, running statistics and, since only one runs at a time, slots. */
  readonly programs: Readonly<Record<string, Program>>;
  readonly parameterBytes: number;
  readonly stateBytes: number;
  /** Another executor's buffers to work on in place of own ones: for programs that look at its model. */
  readonly model?: ModelBuffers;
  /** Buffers the caller owns, by the names of the graphs' external tensors. */
  readonly externals: Readonly<Record<string, GPUBuffer>>;
  /** The per-step uniform, `stepUniformBytes` long. */
  readonly step: GPUBuffer;
  readonly counter?: BufferCounter;
  /** Called as pipelines become ready. */
  readonly onProgress?: (ready: number, total: number) => void;
}

interface BoundDispatch {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  readonly workgroups: readonly [number, number, number];
  readonly op: string;
}

/** The buffers and bound dispatches of one model. All of them are made by {@link Executor.create}. */
export class Executor implements ModelBuffers {
  readonly parameter: GPUBuffer;
  readonly gradient: GPUBuffer;
  readonly state: GPUBuffer;
  /** The optimizer's memory, as far as a program uses it. */
  readonly moments: Readonly<Partial<Record<MomentName, GPUBuffer>>>;
  private readonly slots: GPUBuffer[];
  private readonly bound = new Map<string, BoundDispatch[]>();
  private readonly options: ExecutorOptions;
  private readonly counter: BufferCounter;

  /** Allocates buffers, compiles every pipeline, binds every dispatch. */
  static async create(options: ExecutorOptions): Promise<Executor> {
    const dispatches = Object.values(options.programs).flatMap((program) => program.dispatches);
    let ready = 0;
    // Every compilation is awaited, failed or not, so that none is left running behind an error.
    const results = await Promise.allSettled(
      dispatches.map(async (dispatch) => {
        await options.pipelines.get(dispatch);
        options.onProgress?.(++ready, dispatches.length);
      }),
    );
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    const executor = new Executor(options);
    try {
      for (const [name, program] of Object.entries(options.programs))
        executor.bound.set(name, await executor.bind(program));
    } catch (error) {
      executor.destroy();
      throw error;
    }
    return executor;
  }

  private constructor(options: ExecutorOptions) {
    this.options = options;
    this.counter = options.counter ?? { created: 0, destroyed: 0, bytes: 0 };
    const { model } = options;
    this.parameter = model?.parameter ?? this.createBuffer('parameter', options.parameterBytes);
    this.gradient = model?.gradient ?? this.createBuffer('gradient', options.parameterBytes);
    this.state = model?.state ?? this.createBuffer('state', options.stateBytes);
    const programs = Object.values(options.programs);
    const used = new Set(
      programs.flatMap(({ dispatches }) =>
        dispatches.flatMap(({ bindings }) => bindings.map(({ buffer }) => buffer)),
      ),
    );
    this.moments = Object.fromEntries(
      (['firstMoment', 'secondMoment'] as const)
        .filter((name) => used.has(name))
        .map((name) => [name, this.createBuffer(name, options.parameterBytes)]),
    );
    const slotCount = Math.max(0, ...programs.map(({ slotBytes }) => slotBytes.length));
    this.slots = Array.from({ length: slotCount }, (_, slot) =>
      this.createBuffer(`slot ${slot}`, Math.max(...programs.map(({ slotBytes }) => slotBytes[slot] ?? 0))),
    );
  }

  /** Records a program, or its dispatches from `first` to before `end`, into an open pass. */
  encode(pass: GPUComputePassEncoder, programName: string, first = 0, end = Infinity): void {
    for (const { pipeline, bindGroup, workgroups } of this.program(programName).slice(first, end)) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...workgroups);
    }
  }

  /** Dispatches of a program. */
  dispatchCount(programName: string): number {
    return this.program(programName).length;
  }

  /** Bytes of all buffers this executor owns. */
  get bufferBytes(): number {
    return this.owned.reduce((sum, { size }) => sum + size, 0);
  }

  /** The GPU's buffer of this name. */
  buffer(name: BufferName): GPUBuffer {
    const buffer = this.find(name);
    assert(buffer, `no buffer ${name}`);
    return buffer;
  }

  /** Copies a range of a buffer to the CPU, as it lies in memory; `unpack` of engine/layout puts it in PyTorch's order. */
  async read({ buffer, offset, bytes }: Location): Promise<Float32Array<ArrayBuffer>> {
    return new Float32Array(await readBuffer(this.options.gpu.device, this.buffer(buffer), offset, bytes));
  }

  /** The buffer in which a tensor of a program lies. */
  range({ buffer, offset, bytes }: Location): BufferRange {
    return { buffer: this.buffer(buffer), offset, bytes };
  }

  /** Overwrites every slot, for tests that must not depend on what memory held before. */
  fillSlots(value: number): void {
    const { queue } = this.options.gpu.device;
    for (const slot of this.slots) queue.writeBuffer(slot, 0, new Float32Array(slot.size / 4).fill(value));
  }

  destroy(): void {
    for (const buffer of this.owned) destroyCountedBuffer(this.counter, buffer);
  }

  private get owned(): GPUBuffer[] {
    const { parameter, gradient, state, moments, slots } = this;
    const model = this.options.model ? [] : [parameter, gradient, state];
    return [...model, ...Object.values(moments), ...slots];
  }

  private program(name: string): BoundDispatch[] {
    const bound = this.bound.get(name);
    assert(bound, `no program ${name}`);
    return bound;
  }

  private find(name: BufferName): GPUBuffer | undefined {
    if (name === 'parameter' || name === 'state' || name === 'gradient') return this[name];
    if (name === 'firstMoment' || name === 'secondMoment') return this.moments[name];
    const [kind, key] = [name.slice(0, name.indexOf(':')), name.slice(name.indexOf(':') + 1)];
    return kind === 'slot' ? this.slots[Number(key)] : this.options.externals[key];
  }

  private async bind(program: Program): Promise<BoundDispatch[]> {
    const { device } = this.options.gpu;
    const groups = new Map<string, GPUBindGroup>();
    const bound: BoundDispatch[] = [];
    for (const dispatch of program.dispatches) {
      const { kernel, pipeline, layout } = await this.options.pipelines.get(dispatch);
      const expected = kernel.bindings.map(({ name }) => name).filter((name) => name !== 'step');
      const given = dispatch.bindings.map(({ name }) => name);
      assert(
        expected.length === given.length && expected.every((name) => given.includes(name)),
        `${kernel.name} binds [${expected.join(', ')}], ${dispatch.op} gives [${given.join(', ')}]`,
      );
      const key = JSON.stringify([kernel.name, dispatch.bindings]);
      let bindGroup = groups.get(key);
      if (!bindGroup) {
        bindGroup = device.createBindGroup({
          label: `${dispatch.op}: ${kernel.name}`,
          layout,
          entries: kernel.bindings.map(({ name, index, type }) => {
            if (name === 'step') return { binding: index, resource: { buffer: this.options.step } };
            const binding = dispatch.bindings.find((candidate) => candidate.name === name)!;
            const writable = binding.access === 'write';
            assert(
              !writable || type === 'storage',
              `${kernel.name}: ${name} is written but declared read-only`,
            );
            const { offset, bytes: size } = binding;
            return { binding: index, resource: { buffer: this.buffer(binding.buffer), offset, size } };
          }),
        });
        groups.set(key, bindGroup);
      }
      bound.push({ pipeline, bindGroup, workgroups: dispatch.workgroups, op: dispatch.op });
    }
    return bound;
  }

  private createBuffer(label: string, bytes: number): GPUBuffer {
    return createCountedBuffer(this.options.gpu.device, this.counter, {
      label,
      size: roundUp(Math.max(bytes, 16), 16),
      usage: bufferUsage.storage | bufferUsage.copySource | bufferUsage.copyTarget,
    });
  }
}

/** Copies a range of a buffer to the CPU. Waits for the GPU: never once per step. */
export async function readBuffer(
  device: GPUDevice,
  buffer: GPUBuffer,
  offset = 0,
  bytes = buffer.size - offset,
): Promise<ArrayBuffer> {
  const staging = device.createBuffer({ size: bytes, usage: bufferUsage.mapRead | bufferUsage.copyTarget });
  try {
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(buffer, offset, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(1); // GPUMapMode.READ
    return staging.getMappedRange().slice(0);
  } finally {
    staging.destroy();
  }
}
