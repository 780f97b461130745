import { PipelineCache } from '../gpu/pipelines.ts';
import type { BenchContext } from './context.ts';
import { copyTask, multiplyAddTask, productSizes, productTask, type RatedTask } from './limits.ts';
import { sampleInTurn, throwIfCancelled, type SamplingOptions } from './sampling.ts';
import type { LimitsReport } from './report.ts';

/** What the adapter can do at best: multiply-adds, the engine's product of matrices, a copy. */
export async function measureLimits(
  { requestDevice, adapter, load, signal, progress }: BenchContext,
  sampling: Pick<SamplingOptions, 'samples' | 'sampleMs' | 'budgetMs'>,
): Promise<LimitsReport> {
  const gpu = await requestDevice();
  try {
    const options = { gpu, pipelines: new PipelineCache(gpu) };
    const sizes = productSizes(adapter.isFallback);
    const tasks: RatedTask[] = [await multiplyAddTask(options), await copyTask(options)];
    for (const size of sizes) tasks.push(await productTask(options, size));
    for (const task of tasks) {
      throwIfCancelled(signal);
      progress(`limits: compiling ${task.name}`);
      await task.run(1);
    }
    const timings = await sampleInTurn(tasks, {
      ...sampling,
      load,
      signal,
      onSample: (done, total) => progress(`limits: sample ${done} of ${total}`),
    });
    const [fma, copy, ...products] = timings.map(({ median }, index) => tasks[index]!.work / median / 1e6);
    const best = Math.max(...products);
    return {
      fmaGflops: fma!,
      copyGBps: copy!,
      gemmGflops: best,
      gemmSize: sizes[products.indexOf(best)]!,
      foreignCores: timings[0]!.foreignCores,
    };
  } finally {
    gpu.device.destroy();
  }
}
