import { PipelineCache } from '../gpu/pipelines.ts';
import type { BenchContext } from './context.ts';
import { kernelsOf, type KernelNetwork, type KernelWorkload } from './kernels.ts';
import { copyTask, multiplyAddTask, ratedTask, type RatedTask } from './limits.ts';
import { LoadedWorkload, type LoadOptions } from './loaded.ts';
import { sampleInTurn, throwIfCancelled, type SamplingOptions } from './sampling.ts';
import type { KernelReport } from './report.ts';

/** Operations that are on the GPU at the same time. */
const groupSize = 6;

/** Times every operation of the networks for itself, a few at a time, in turn with the adapter's limits. */
export async function measureKernels(
  context: BenchContext,
  networks: readonly KernelNetwork[],
  sampling: Pick<SamplingOptions, 'samples' | 'sampleMs'>,
): Promise<KernelReport[]> {
  const { signal, progress } = context;
  const reports: KernelReport[] = [];
  for (const network of networks) {
    const kernels = kernelsOf(network);
    const gpu = await context.requestDevice();
    try {
      const options = { gpu, pipelines: new PipelineCache(gpu) };
      const limits = [await multiplyAddTask(options), await copyTask(options)] as const;
      for (const limit of limits) await limit.run(1);
      for (let first = 0; first < kernels.length; first += groupSize) {
        throwIfCancelled(signal);
        progress(`${kernels[0]!.network}: operation ${first + 1} of ${kernels.length}`);
        reports.push(
          ...(await measureGroup(kernels.slice(first, first + groupSize), {
            options,
            limits,
            sampling,
            signal,
          })),
        );
      }
    } finally {
      gpu.device.destroy();
    }
  }
  return reports;
}

async function measureGroup(
  kernels: readonly KernelWorkload[],
  {
    options,
    limits,
    sampling,
    signal,
  }: {
    options: LoadOptions;
    limits: readonly [multiplyAdd: RatedTask, copy: RatedTask];
    sampling: Pick<SamplingOptions, 'samples' | 'sampleMs'>;
    signal: AbortSignal | undefined;
  },
): Promise<KernelReport[]> {
  const tasks: RatedTask[] = [];
  try {
    for (const kernel of kernels) {
      const task = ratedTask(kernel.name, await LoadedWorkload.load(options, kernel.build()), kernel.flops);
      tasks.push(task);
      await task.run(1);
    }
    const budgetMs = 20 * sampling.samples * sampling.sampleMs * (tasks.length + 2);
    const timings = await sampleInTurn([...limits, ...tasks], { ...sampling, budgetMs, signal });
    const [fmaGflops, copyGBps] = limits.map(({ work }, index) => work / timings[index]!.median / 1e6);
    return kernels.map(({ network, name, shape, count, flops, bytes }, index) => {
      const ms = timings[index + 2]!.median;
      const [gflops, gbps] = [flops > 0 ? flops / ms / 1e6 : null, bytes / ms / 1e6];
      return {
        network,
        name,
        shape,
        count,
        ms,
        gflops,
        fractionOfFma: gflops === null ? null : gflops / fmaGflops!,
        gbps,
        fractionOfCopy: gbps / copyGBps!,
      };
    });
  } finally {
    for (const task of tasks) task.destroy();
  }
}
