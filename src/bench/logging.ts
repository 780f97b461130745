import { PipelineCache } from '../gpu/pipelines.ts';
import { StagedReader } from '../gpu/stagedReader.ts';
import { ringValues } from '../nn/graphs.ts';
import type { BenchContext } from './context.ts';
import { LoadedWorkload } from './loaded.ts';
import { ringSlots } from './networks.ts';
import type { LoggingReport } from './report.ts';
import { sampleInTurn, type SamplingOptions } from './sampling.ts';
import { summarize } from './statistics.ts';
import type { Workload } from './workload.ts';

/** Steps under way at the same time, and milliseconds between two readings of the ring: as in training. */
const inFlight = 4;
const readIntervalMs = 200;

/**
 * What it costs to have the loss of every step: steps of which nobody reads the ring of losses, against the same with the
 * ring read a few times a second and once at the end. No step waits for a reading.
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
    const train = trainer(loaded);
    const log = new LossLog(loaded, gpu.device);
    const [without, withLoss] = await sampleInTurn(
      [
        { name: 'silent', run: (repeats) => train(repeats) },
        { name: 'logged', run: (repeats) => log.follow((onStep) => train(repeats, onStep)) },
      ],
      { ...sampling, load, signal },
    );
    const ratios = summarize(withLoss!.values.map((ms, i) => ms / without!.values[i]!));
    return {
      name: workload.name,
      msWithout: without!.median,
      msWith: withLoss!.median,
      ratio: ratios.median,
      spread: ratios.spread,
      samples: ratios.samples,
      losses: log.losses,
      foreignCores: withLoss!.foreignCores,
    };
  } finally {
    gpu.device.destroy();
  }
}

/** Takes steps with a bounded number under way, and waits for the last. */
function trainer(loaded: LoadedWorkload) {
  return async (steps: number, onStep?: (taken: number) => Promise<void> | null) => {
    const underWay: Promise<void>[] = [];
    for (let step = 0; step < steps; step++) {
      loaded.submitStep(step % ringSlots);
      underWay.push(loaded.wait());
      await onStep?.(step + 1);
      while (underWay.length >= inFlight) await underWay.shift();
    }
    await loaded.wait();
  };
}

/** Collects the losses of steps from the ring. */
class LossLog {
  /** Losses read so far. */
  losses = 0;
  private readonly reader: StagedReader;

  constructor(loaded: LoadedWorkload, device: GPUDevice) {
    const counter = { created: 0, destroyed: 0, bytes: 0 };
    this.reader = new StagedReader(device, counter, [loaded.executor.buffer('external:ring')]);
  }

  /** Runs `train` and reads the loss of every step that it reports: on the way, and what is left in the end. */
  async follow(train: (onStep: (taken: number) => Promise<void> | null) => Promise<void>): Promise<void> {
    let [submitted, told] = [0, 0];
    let lastRead = performance.now();
    let reading = Promise.resolve();
    const read = async () => {
      lastRead = performance.now();
      const taken = submitted;
      const [ring] = await this.reader.read();
      const values = new Float32Array(ring!);
      for (; told < taken; told++) {
        const loss = values[(told % ringSlots) * ringValues]!;
        if (!Number.isFinite(loss)) throw new Error(`internal error: step ${told} left the loss ${loss}`);
        this.losses++;
      }
    };
    await train((taken) => {
      submitted = taken;
      // Steps wait only where the ring would be written over.
      const isFull = taken - told >= ringSlots;
      if (!isFull && (this.reader.isBusy || performance.now() - lastRead < readIntervalMs)) return null;
      reading = reading.then(read);
      return isFull ? reading : null;
    });
    await reading.then(read);
  }
}
