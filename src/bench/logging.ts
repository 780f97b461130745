import { PipelineCache } from '../gpu/pipelines.ts';
import type { BenchContext } from './context.ts';
import { LoadedWorkload } from './loaded.ts';
import { sampleInTurn, type SamplingOptions } from './sampling.ts';
import type { LoggingReport } from './report.ts';
import type { Workload } from './workload.ts';

/** Steps whose losses are under way at the same time. */
const inFlight = 4;

/**
 * What it costs to read the loss of every step: steps that are submitted one after the other and waited for at the
 * end, against the same with each loss copied to the processor, late but complete.
 */
export async function measureLogging(
  { requestDevice, load, signal, progress }: BenchContext,
  workload: Workload,
  sampling: Pick<SamplingOptions, 'samples' | 'sampleMs' | 'budgetMs'>,
): Promise<LoggingReport> {
  progress(`${workload.name}: reading every loss against reading none`);
  const gpu = await requestDevice();
  try {
    const loaded = await LoadedWorkload.load({ gpu, pipelines: new PipelineCache(gpu) }, workload.build());
    await loaded.step();
    const silent = async (repeats: number) => {
      for (let i = 0; i < repeats; i++) {
        loaded.submit(1);
        // As training does: work may pile up, but not without end.
        if (i % inFlight === inFlight - 1) await loaded.wait();
      }
      await loaded.wait();
    };
    const logged = async (repeats: number) => {
      const underWay: Promise<number>[] = [];
      for (let i = 0; i < repeats; i++) {
        underWay.push(loaded.submitAndReadLoss(i));
        if (underWay.length === inFlight) await Promise.all(underWay.splice(0));
      }
      await Promise.all(underWay);
    };
    const [without, withLoss] = await sampleInTurn(
      [
        { name: 'silent', run: silent },
        { name: 'logged', run: logged },
      ],
      { ...sampling, load, signal },
    );
    return {
      name: workload.name,
      msWithout: without!.median,
      msWith: withLoss!.median,
      ratio: withLoss!.median / without!.median,
    };
  } finally {
    gpu.device.destroy();
  }
}
