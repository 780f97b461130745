import { readBuffer } from '../gpu/executor.ts';
import type { LoadedWorkload } from './loaded.ts';
import { phases, stretchesOf, type Phase, type Stretch } from './phases.ts';
import { timed } from './sampling.ts';
import { median } from './statistics.ts';

export interface PhaseTiming {
  readonly ms: Readonly<Record<Phase, number>>;
  readonly by: 'timestamps' | 'parts';
}

/**
 * Milliseconds of a step by phase, medians of `repeats` runs: from the GPU's own clock where it has one, else each
 * phase's dispatches for themselves. The latter compute nonsense on the way, running statistics included: measure a
 * workload's phases last.
 */
export async function timePhases(
  device: GPUDevice,
  loaded: LoadedWorkload,
  repeats: number,
): Promise<PhaseTiming> {
  const stretches = stretchesOf(loaded.program.dispatches);
  if (device.features.has('timestamp-query')) {
    const ms = await byTimestamps(device, loaded, stretches, repeats);
    // Some drivers offer the feature and tell nothing.
    if (phases.some((phase) => ms[phase] > 0)) return { ms, by: 'timestamps' };
  }
  return { ms: await byParts(device, loaded, stretches, repeats), by: 'parts' };
}

async function byTimestamps(
  device: GPUDevice,
  loaded: LoadedWorkload,
  stretches: readonly Stretch[],
  repeats: number,
): Promise<Record<Phase, number>> {
  const count = 2 * stretches.length;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const times = device.createBuffer({ size: 8 * count, usage: 4 | 512 }); // COPY_SRC, QUERY_RESOLVE
  const runs: Record<Phase, number>[] = [];
  try {
    for (let run = 0; run < repeats; run++) {
      const encoder = device.createCommandEncoder();
      stretches.forEach(({ first, end }, index) => {
        const pass = encoder.beginComputePass({
          timestampWrites: {
            querySet,
            beginningOfPassWriteIndex: 2 * index,
            endOfPassWriteIndex: 2 * index + 1,
          },
        });
        loaded.encodeRange(pass, first, end);
        pass.end();
      });
      encoder.resolveQuerySet(querySet, 0, count, times, 0);
      device.queue.submit([encoder.finish()]);
      const nanoseconds = new BigUint64Array(await readBuffer(device, times));
      runs.push(
        sumByPhase(stretches, (_, index) =>
          Math.max(0, Number(nanoseconds[2 * index + 1]! - nanoseconds[2 * index]!) / 1e6),
        ),
      );
    }
  } finally {
    querySet.destroy();
    times.destroy();
  }
  return mediansOf(runs);
}

async function byParts(
  device: GPUDevice,
  loaded: LoadedWorkload,
  stretches: readonly Stretch[],
  repeats: number,
): Promise<Record<Phase, number>> {
  const runs: Record<Phase, number>[] = [];
  for (let run = 0; run < repeats; run++) {
    const ms = zeros();
    for (const phase of phases)
      ms[phase] = await timed(async () => {
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        for (const stretch of stretches)
          if (stretch.phase === phase) loaded.encodeRange(pass, stretch.first, stretch.end);
        pass.end();
        device.queue.submit([encoder.finish()]);
        await loaded.wait();
      });
    runs.push(ms);
  }
  return mediansOf(runs);
}

function zeros(): Record<Phase, number> {
  return { im2col: 0, covariance: 0, newtonSchulz: 0, transform: 0, conv: 0, other: 0 };
}

function sumByPhase(
  stretches: readonly Stretch[],
  ms: (stretch: Stretch, index: number) => number,
): Record<Phase, number> {
  const sums = zeros();
  stretches.forEach((stretch, index) => (sums[stretch.phase] += ms(stretch, index)));
  return sums;
}

function mediansOf(runs: readonly Record<Phase, number>[]): Record<Phase, number> {
  const middle = zeros();
  for (const phase of phases) middle[phase] = median(runs.map((run) => run[phase]));
  return middle;
}
