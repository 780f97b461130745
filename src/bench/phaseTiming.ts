import { stretchesOf, type Stretch } from '../engine/stretches.ts';
import { PassClock } from '../gpu/timing.ts';
import type { LoadedWorkload } from './loaded.ts';
import { phaseOf, phases, type Phase } from './phases.ts';
import { timed } from './sampling.ts';
import { median } from '../util/math.ts';

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
  const stretches = stretchesOf(loaded.program.dispatches, phaseOf);
  const clock = PassClock.create(device, { created: 0, destroyed: 0, bytes: 0 }, stretches.length);
  const runs: Record<Phase, number>[] = [];
  try {
    while (runs.length < repeats) {
      const run = clock && (await byTimestamps(clock, loaded, stretches));
      if (!run) return { ms: await byParts(device, loaded, stretches, repeats), by: 'parts' };
      runs.push(run);
    }
  } finally {
    clock?.destroy();
  }
  return { ms: mediansOf(runs), by: 'timestamps' };
}

async function byTimestamps(
  clock: PassClock,
  loaded: LoadedWorkload,
  stretches: readonly Stretch<Phase>[],
): Promise<Record<Phase, number> | null> {
  const ms = await clock.time(
    stretches.map(
      ({ first, end }) =>
        (pass) =>
          loaded.encodeRange(pass, first, end),
    ),
  );
  if (!ms) return null;
  const sums = zeros();
  stretches.forEach(({ kind }, index) => (sums[kind] += ms[index]!));
  return sums;
}

async function byParts(
  device: GPUDevice,
  loaded: LoadedWorkload,
  stretches: readonly Stretch<Phase>[],
  repeats: number,
): Promise<Record<Phase, number>> {
  const runs: Record<Phase, number>[] = [];
  for (let run = 0; run < repeats; run++) {
    const ms = zeros();
    for (const phase of phases)
      ms[phase] = await timed(async () => {
        const encoder = device.createCommandEncoder();
        const pass = encoder.beginComputePass();
        for (const { kind, first, end } of stretches)
          if (kind === phase) loaded.encodeRange(pass, first, end);
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

function mediansOf(runs: readonly Record<Phase, number>[]): Record<Phase, number> {
  const middle = zeros();
  for (const phase of phases) middle[phase] = median(runs.map((run) => run[phase]));
  return middle;
}
