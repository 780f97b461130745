import { assert, UserError } from '../util/assert.ts';
import { compile, type CompileRequest } from '../engine/compile.ts';
import type { Graph } from '../engine/graph.ts';
import { pack, unpack } from '../engine/layout.ts';
import type { MomentName } from '../engine/program.ts';
import { physicalBytes, type TensorType } from '../engine/tensor.ts';
import type { Variables } from '../engine/variables.ts';
import type { Gpu } from '../gpu/device.ts';
import { bufferUsage, Executor } from '../gpu/executor.ts';
import type { PipelineCache } from '../gpu/pipelines.ts';
import { packStep, stepUniformBytes, type StepValues } from '../gpu/stepUniform.ts';

/** Values of an external tensor, row-major over its logical shape; whole numbers (labels) as Uint32Array. */
export interface Feed {
  readonly type: TensorType;
  readonly values: Float32Array | Uint32Array | readonly number[];
}

export interface EvaluateOptions extends CompileRequest {
  readonly feeds?: Readonly<Record<string, Feed>>;
  readonly variables?: Variables;
  /** Starting values in place of the variables' own initialisers, by name. */
  readonly values?: Readonly<Record<string, ArrayLike<number>>>;
  /** Contents of the per-step uniform, one for all runs or by the number of the run. Default: zeros. */
  readonly step?: Partial<StepValues> | ((run: number) => Partial<StepValues>);
  /** How often the program runs; running statistics go on from run to run. Default 1. */
  readonly runs?: number;
  /** New values of feeds before a run, by name. Those not named keep what they have. */
  readonly refeed?: (run: number) => Readonly<Record<string, Feed['values']>>;
  /** Called between runs, and after the last one, with means to read what that run computed. */
  readonly afterRun?: (run: number, readings: Readings) => Promise<void>;
  /** What every slot holds before each run. Default NaN, so that nothing can depend on it. */
  readonly fill?: number;
}

/** What can be read after a run, as in {@link Evaluation}. */
export interface Readings {
  readonly outputs: () => Promise<Evaluation['outputs']>;
  readonly gradients: () => Promise<Evaluation['gradients']>;
  readonly variables: () => Promise<Evaluation['variables']>;
}

export interface Evaluation {
  /** Values of the outputs after the last run, row-major over their logical shapes. */
  readonly outputs: Record<string, Float32Array>;
  /** Variables after the last run, by name. */
  readonly variables: Record<string, Float32Array>;
  /** Gradients of the parameters named in the request, by name. */
  readonly gradients: Record<string, Float32Array>;
  /** The optimizer's memory of the same parameters, by name, as far as the optimizer has any. */
  readonly moments: Record<MomentName, Record<string, Float32Array>>;
}

/** Runs a graph once from given values and reads everything back: for tests, golden vectors and probes. */
export async function evaluate(
  gpu: Gpu,
  pipelines: PipelineCache,
  graph: Graph,
  options: EvaluateOptions,
): Promise<Evaluation> {
  const { feeds = {}, variables, values = {}, runs = 1, fill = NaN } = options;
  const { device } = gpu;
  const program = compile(graph, options);
  const externals: Record<string, GPUBuffer> = {};
  const own: GPUBuffer[] = [];
  const createBuffer = (size: number, usage: number) => {
    const buffer = device.createBuffer({ size, usage: usage | bufferUsage.copyTarget });
    own.push(buffer);
    return buffer;
  };
  const feed = (name: string, { type, values: given }: Feed) =>
    device.queue.writeBuffer(
      externals[name]!,
      0,
      given instanceof Uint32Array ? new Uint32Array(given) : pack(type, given),
    );
  for (const [name, first] of Object.entries(feeds)) {
    externals[name] = createBuffer(physicalBytes(first.type), bufferUsage.storage | bufferUsage.copySource);
    feed(name, first);
  }
  const missing = Object.keys(program.externalBytes).filter((name) => !(name in externals));
  assert(missing.length === 0, `evaluate: nothing given for ${missing.join(', ')}`);
  const step = createBuffer(stepUniformBytes, bufferUsage.uniform);

  device.pushErrorScope('validation');
  const executor = await Executor.create({
    gpu,
    pipelines,
    programs: { main: program },
    parameterBytes: variables?.bytes('parameter') ?? 16,
    stateBytes: variables?.bytes('state') ?? 16,
    externals,
    step,
  });
  try {
    for (const variable of variables?.all ?? []) {
      const start = values[variable.name] ?? variable.initialize(variable.type.shape);
      device.queue.writeBuffer(executor[variable.kind], variable.offset, pack(variable.type, start));
    }
    const readOutputs = async () => {
      const found: Evaluation['outputs'] = {};
      for (const [name, output] of Object.entries(program.outputs))
        found[name] = unpack(output, await executor.read(output));
      return found;
    };
    const readVariables = async () => {
      const found: Evaluation['variables'] = {};
      for (const { name, kind, type, offset } of variables?.all ?? [])
        found[name] = unpack(type, await executor.read({ buffer: kind, offset, bytes: physicalBytes(type) }));
      return found;
    };
    const readAll = async (buffer: MomentName | 'gradient') => {
      const found: Record<string, Float32Array> = {};
      for (const { name, type, offset } of options.parameterGradients?.keys() ?? [])
        found[name] = unpack(type, await executor.read({ buffer, offset, bytes: physicalBytes(type) }));
      return found;
    };
    const readings: Readings = {
      outputs: readOutputs,
      variables: readVariables,
      gradients: () => readAll('gradient'),
    };
    for (let run = 0; run < runs; run++) {
      for (const [name, given] of Object.entries(options.refeed?.(run) ?? {})) {
        const known = feeds[name];
        assert(known, `evaluate: ${name} is fed anew, but was not fed at first`);
        feed(name, { type: known.type, values: given });
      }
      executor.fillSlots(fill);
      const values = typeof options.step === 'function' ? options.step(run) : (options.step ?? {});
      device.queue.writeBuffer(step, 0, packStep(values));
      const encoder = device.createCommandEncoder();
      const pass = encoder.beginComputePass();
      executor.encode(pass, 'main');
      pass.end();
      device.queue.submit([encoder.finish()]);
      await options.afterRun?.(run, readings);
    }
    const error = await device.popErrorScope();
    if (error) throw new UserError(`The GPU rejected the program: ${error.message}`);

    const moments = { firstMoment: {}, secondMoment: {} };
    for (const name of options.optimizer?.moments ?? []) moments[name] = await readAll(name);
    return {
      outputs: await readings.outputs(),
      variables: await readings.variables(),
      gradients: await readings.gradients(),
      moments,
    };
  } finally {
    executor.destroy();
    for (const buffer of own) buffer.destroy();
  }
}
