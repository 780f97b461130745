import type { Gpu } from '../gpu/device.ts';
import { PipelineCache } from '../gpu/pipelines.ts';
import type { BenchContext } from './context.ts';
import { countCalls } from './counting.ts';
import { multiplyAddTask } from './limits.ts';
import { LoadedWorkload } from './loaded.ts';
import { sampleInTurn, throwIfCancelled, timed, type SamplingOptions } from './sampling.ts';
import type { StepReport } from './report.ts';
import type { Workload } from './workload.ts';

interface Prepared {
  readonly workload: Workload;
  readonly gpu: Gpu;
  readonly loaded: LoadedWorkload;
  readonly firstStepMs: number;
  readonly losses: readonly number[];
  readonly counts: Awaited<ReturnType<typeof countCalls>>;
}

export type StepSampling = Pick<SamplingOptions, 'samples' | 'sampleMs' | 'budgetMs'>;

/** Steps and operations as a user meets them: each run is submitted, and its result waited for, before the next. */
export async function measureSteps(
  context: BenchContext,
  workloads: readonly Workload[],
  sampling: StepSampling,
): Promise<StepReport[]> {
  const { load, signal, progress } = context;
  const prepared: Prepared[] = [];
  const limitGpu = await context.requestDevice();
  try {
    const limit = await multiplyAddTask({ gpu: limitGpu, pipelines: new PipelineCache(limitGpu) });
    for (const workload of workloads) {
      throwIfCancelled(signal);
      progress(`${workload.name}: compiling and the first step`);
      prepared.push(await prepare(context, workload));
    }
    const tasks = prepared.map(({ workload, loaded }) => ({
      name: workload.name,
      run: async (repeats: number) => {
        for (let i = 0; i < repeats; i++) await loaded.step();
      },
    }));
    await limit.run(1);
    const [limitTiming, ...timings] = await sampleInTurn([limit, ...tasks], {
      ...sampling,
      load,
      signal,
      onSample: (done, total) => progress(`steps: sample ${done} of ${total}`),
    });
    const fmaGflops = limit.work / limitTiming!.median / 1e6;
    return prepared.map(({ workload, loaded, firstStepMs, losses, counts }, index) => {
      const { median: ms, spread, samples, foreignCores } = timings[index]!;
      const { name, title, batchSize, images, flops } = workload;
      const { program, bufferBytes } = loaded;
      const gflops = flops > 0 ? flops / ms / 1e6 : null;
      return {
        name,
        title,
        batchSize,
        ms,
        spread,
        samples,
        foreignCores,
        imagesPerSecond: images > 0 ? (images / ms) * 1000 : null,
        gflops,
        fractionOfFma: gflops === null ? null : gflops / fmaGflops,
        dispatches: counts.dispatches,
        passes: counts.passes,
        submits: counts.submits,
        buffersMade: counts.buffers,
        bindGroupsMade: counts.bindGroups,
        bufferBytes,
        plannedBytes: program.slotBytes.reduce((sum, bytes) => sum + bytes, 0),
        unplannedBytes: program.unplannedBytes,
        firstStepMs,
        losses,
      };
    });
  } finally {
    for (const { loaded, gpu } of prepared) {
      loaded.destroy();
      gpu.device.destroy();
    }
    limitGpu.device.destroy();
  }
}

/** Builds and compiles a workload on a fresh device, and takes the first three steps. */
async function prepare({ requestDevice }: BenchContext, workload: Workload): Promise<Prepared> {
  const gpu = await requestDevice();
  try {
    let loaded: LoadedWorkload | undefined;
    let first = NaN;
    const firstStepMs = await timed(async () => {
      loaded = await LoadedWorkload.load({ gpu, pipelines: new PipelineCache(gpu) }, workload.build());
      first = await loaded.step();
    });
    const ready = loaded!;
    const losses = ready.isTraining ? [first, await ready.step()] : await ready.checksum();
    const counts = await countCalls(gpu.device, async () => {
      const third = await ready.step();
      if (ready.isTraining) losses.push(third);
    });
    return { workload, gpu, loaded: ready, firstStepMs, losses, counts };
  } catch (error) {
    gpu.device.destroy();
    throw error;
  }
}
