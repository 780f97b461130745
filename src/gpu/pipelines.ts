import { assert } from '../util/assert.ts';
import type { ProgramDispatch } from '../engine/program.ts';
import type { Gpu } from './device.ts';
import { productVariants, type Broadcasts } from './broadcast.ts';
import { loadKernel, type IncludeVariants, type Kernel } from './shaders.ts';

export interface Pipeline {
  readonly kernel: Kernel;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
}

interface CompiledKernel {
  readonly kernel: Kernel;
  readonly module: GPUShaderModule;
  readonly layout: GPUBindGroupLayout;
  readonly pipelineLayout: GPUPipelineLayout;
}

/** Compiles each kernel specialisation once per device, asynchronously and in parallel. */
export class PipelineCache {
  private readonly kernels = new Map<string, CompiledKernel>();
  private readonly pipelines = new Map<string, Promise<Pipeline>>();
  private readonly device: GPUDevice;
  private readonly broadcasts: Broadcasts;

  constructor({ device, broadcasts }: Pick<Gpu, 'device' | 'broadcasts'>) {
    this.device = device;
    this.broadcasts = broadcasts;
  }

  /** The pipeline of a dispatch; a kernel that does not compile rejects with the compiler's message. */
  get(dispatch: Pick<ProgramDispatch, 'kernel' | 'constants'>): Promise<Pipeline> {
    const { kernel: name, constants } = dispatch;
    const key = `${name} ${JSON.stringify(Object.entries(constants).sort(([a], [b]) => (a < b ? -1 : 1)))}`;
    let pipeline = this.pipelines.get(key);
    if (!pipeline) {
      pipeline = this.create(name, constants);
      this.pipelines.set(key, pipeline);
    }
    return pipeline;
  }

  get size(): number {
    return this.pipelines.size;
  }

  private async create(name: string, constants: Readonly<Record<string, number>>): Promise<Pipeline> {
    const { kernel, module, layout, pipelineLayout } = this.kernel(
      name,
      productVariants(this.broadcasts, constants.TILE_COLUMNS4),
    );
    const given = Object.keys(constants);
    const missing = kernel.constants.filter((constant) => !given.includes(constant));
    const unknown = given.filter((constant) => !kernel.constants.includes(constant));
    assert(
      missing.length + unknown.length === 0,
      `${name}: constants missing [${missing.join(', ')}], unknown [${unknown.join(', ')}]`,
    );
    for (const [constant, value] of Object.entries(constants))
      assert(Number.isFinite(value), `${name}: constant ${constant} is ${value}`);
    try {
      const pipeline = await this.device.createComputePipelineAsync({
        label: name,
        layout: pipelineLayout,
        compute: { module, entryPoint: 'main', constants: { ...constants } },
      });
      return { kernel, pipeline, layout };
    } catch (error) {
      const { messages } = await module.getCompilationInfo();
      const details = messages.map(({ lineNum, message }) => `  line ${lineNum}: ${message}`).join('\n');
      throw new Error(`kernel ${name} ${JSON.stringify(constants)}: ${String(error)}\n${details}`, {
        cause: error,
      });
    }
  }

  private kernel(name: string, variants: IncludeVariants): CompiledKernel {
    const key = JSON.stringify([name, variants]);
    let compiled = this.kernels.get(key);
    if (!compiled) {
      const kernel = loadKernel(name, variants);
      const module = this.device.createShaderModule({ label: name, code: kernel.code });
      const layout = this.device.createBindGroupLayout({
        label: name,
        entries: kernel.bindings.map(({ index, type }) => ({
          binding: index,
          visibility: 4, // GPUShaderStage.COMPUTE, which Node does not define
          buffer: { type },
        })),
      });
      const pipelineLayout = this.device.createPipelineLayout({ label: name, bindGroupLayouts: [layout] });
      compiled = { kernel, module, layout, pipelineLayout };
      this.kernels.set(key, compiled);
    }
    return compiled;
  }
}
