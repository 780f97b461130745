import { compile } from '../engine/compile.ts';
import { pack } from '../engine/layout.ts';
import type { Program } from '../engine/program.ts';
import { physicalBytes } from '../engine/tensor.ts';
import type { Gpu } from '../gpu/device.ts';
import { bufferUsage, Executor } from '../gpu/executor.ts';
import type { PipelineCache } from '../gpu/pipelines.ts';
import { packStep, stepUniformBytes, type StepValues } from '../gpu/stepUniform.ts';
import { UserError } from '../util/assert.ts';
import type { BuiltWorkload } from './workload.ts';

/** Bytes of the loss, as a binding and a copy need it. */
const lossBytes = 16;
const programName = 'main';
const mapModeRead = 1; // GPUMapMode.READ, which Node does not define

export interface LoadOptions {
  readonly gpu: Gpu;
  readonly pipelines: PipelineCache;
}

/** A workload on the GPU, ready to run: nothing is made or bound from here on. */
export class LoadedWorkload {
  readonly program: Program;
  readonly executor: Executor;
  private readonly device: GPUDevice;
  private readonly stepUniform: { readonly buffer: GPUBuffer; readonly values: Partial<StepValues> };
  private readonly own: readonly GPUBuffer[];
  /** Where the losses of steps under way are copied to, in turn. */
  private readonly staging: readonly GPUBuffer[];

  /** @throws UserError when a tensor does not fit this adapter, with the least number of bytes it takes. */
  static async load({ gpu, pipelines }: LoadOptions, built: BuiltWorkload): Promise<LoadedWorkload> {
    const { device } = gpu;
    const program = compile(built.graph, built.request);
    const [largest, limit] = [Math.max(0, ...program.slotBytes), device.limits.maxStorageBufferBindingSize];
    if (largest > limit)
      throw new UserError(
        `A tensor takes ${Math.ceil(largest / 1e6)} MB, this adapter at most ${Math.floor(limit / 1e6)} MB; ` +
          'a smaller --batch would fit.',
      );
    const externals: Record<string, GPUBuffer> = {};
    for (const [name, { type, values }] of Object.entries(built.feeds)) {
      const size = Math.max(physicalBytes(type), program.externalBytes[name] ?? 0);
      externals[name] = device.createBuffer({
        size,
        usage: bufferUsage.storage | bufferUsage.copySource | bufferUsage.copyTarget,
      });
      device.queue.writeBuffer(
        externals[name],
        0,
        values instanceof Uint32Array ? new Uint32Array(values) : pack(type, values),
      );
    }
    const step = device.createBuffer({
      size: stepUniformBytes,
      usage: bufferUsage.uniform | bufferUsage.copyTarget,
    });
    device.queue.writeBuffer(step, 0, packStep(built.step));
    const executor = await Executor.create({
      gpu,
      pipelines,
      programs: { [programName]: program },
      parameterBytes: built.variables.bytes('parameter'),
      stateBytes: built.variables.bytes('state'),
      externals,
      step,
    });
    for (const variable of built.values ? built.variables.all : []) {
      const values = built.values?.(variable) ?? variable.initialize(variable.type.shape);
      device.queue.writeBuffer(executor[variable.kind], variable.offset, pack(variable.type, values));
    }
    const staging = Array.from({ length: 4 }, () =>
      device.createBuffer({ size: lossBytes, usage: bufferUsage.mapRead | bufferUsage.copyTarget }),
    );
    return new LoadedWorkload(
      { device, program, executor, stepUniform: { buffer: step, values: built.step } },
      { own: [...Object.values(externals), step, ...staging], staging },
    );
  }

  private constructor(
    parts: Pick<LoadedWorkload, 'program' | 'executor'> & {
      device: GPUDevice;
      stepUniform: { buffer: GPUBuffer; values: Partial<StepValues> };
    },
    buffers: { own: readonly GPUBuffer[]; staging: readonly GPUBuffer[] },
  ) {
    this.device = parts.device;
    this.program = parts.program;
    this.executor = parts.executor;
    this.stepUniform = parts.stepUniform;
    this.own = buffers.own;
    this.staging = buffers.staging;
  }

  get isTraining(): boolean {
    return 'loss' in this.program.outputs;
  }

  /** Bytes of every buffer it holds. */
  get bufferBytes(): number {
    return this.executor.bufferBytes + this.own.reduce((sum, { size }) => sum + size, 0);
  }

  /** One step with the GPU waited for: its loss, read back; NaN where there is none. */
  async step(): Promise<number> {
    if (this.isTraining) return this.submitAndReadLoss(0);
    this.submit(1);
    await this.wait();
    return NaN;
  }

  /** `repeats` runs of the whole program in one submit, without waiting. */
  submit(repeats: number): void {
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    for (let i = 0; i < repeats; i++) this.executor.encode(pass, programName);
    pass.end();
    this.device.queue.submit([encoder.finish()]);
  }

  /** One step, whose loss goes to this slot of the ring; without waiting. */
  submitStep(ringSlot: number): void {
    const { buffer, values } = this.stepUniform;
    this.device.queue.writeBuffer(buffer, 0, packStep({ ...values, ringSlot }));
    this.submit(1);
  }

  /** One step whose loss arrives when it is done. The next steps need not wait for it, up to four at a time. */
  async submitAndReadLoss(slot: number): Promise<number> {
    const { loss } = this.program.outputs;
    if (!loss) throw new Error('internal error: an operation has no loss');
    const staging = this.staging[slot % this.staging.length]!;
    const encoder = this.device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    this.executor.encode(pass, programName);
    pass.end();
    encoder.copyBufferToBuffer(this.executor.buffer(loss.buffer), loss.offset, staging, 0, 4);
    this.device.queue.submit([encoder.finish()]);
    await staging.mapAsync(mapModeRead);
    const value = new Float32Array(staging.getMappedRange().slice(0, 4))[0]!;
    staging.unmap();
    return value;
  }

  async wait(): Promise<void> {
    await this.device.queue.onSubmittedWorkDone();
  }

  /** Sum and sum of magnitudes of the tensor `output`, to compare with other engines. */
  async checksum(): Promise<[sum: number, magnitude: number]> {
    this.submit(1);
    const values = await this.executor.read(this.program.outputs.output!);
    return values.reduce(([sum, magnitude], value) => [sum + value, magnitude + Math.abs(value)], [0, 0]);
  }

  /** Encodes dispatches from `first` to before `end`. */
  encodeRange(pass: GPUComputePassEncoder, first: number, end: number): void {
    this.executor.encode(pass, programName, first, end);
  }

  destroy(): void {
    this.executor.destroy();
    for (const buffer of this.own) buffer.destroy();
  }
}
