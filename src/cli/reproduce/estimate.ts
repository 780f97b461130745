import { findDataset } from '../../data/datasets.ts';
import type { OpenSources } from '../../data/source.ts';
import type { Gpu } from '../../gpu/device.ts';
import type { TrainConfig } from '../../train/config.ts';
import { describeLane } from '../../train/memory.ts';
import type { PlannedRun } from '../../train/reproduce/request.ts';
import { Session } from '../../train/session.ts';
import { UserError } from '../../util/assert.ts';
import { duration, grouped, significant } from '../../util/format.ts';
import { ceilDiv } from '../../util/math.ts';
import { decodeImages } from '../decodeImages.ts';
import type { Progress } from '../progress.ts';

/** What runs take, known before them. */
export interface Cost {
  readonly runs: number;
  /** Training steps. */
  readonly steps: number;
  /** Of convolutions and linear layers: forward and both gradients in training, forward in evaluation. */
  readonly multiplyAdds: number;
  /** Training steps that take about as long as training and evaluating together. */
  readonly equivalentSteps: number;
}

/** Evaluation is the forward part: a third of a step's multiply-adds. */
const evaluationShare = 1 / 3;

export function costOf(runs: readonly PlannedRun[]): Cost {
  let [steps, multiplyAdds, equivalentSteps] = [0, 0, 0];
  for (const { config } of runs) {
    const info = findDataset(config.dataset);
    const { batchSize, epochs, lanes } = config;
    const own = epochs * ceilDiv(config.trainSize ?? info.trainSize, batchSize);
    const evaluations = epochs * ((config.testSize ?? info.testSize) / batchSize);
    const equivalent = own + evaluationShare * evaluations;
    steps += own;
    equivalentSteps += equivalent;
    multiplyAdds += 3 * describeLane(config, lanes[0]!, info).multiplyAdds * batchSize * equivalent;
  }
  return { runs: runs.length, steps, multiplyAdds, equivalentSteps };
}

export function describeCost(planned: readonly PlannedRun[]): string {
  const { runs, steps, multiplyAdds } = costOf(planned);
  if (runs === 0) return 'none';
  const work =
    multiplyAdds < 1e11
      ? `${significant(multiplyAdds / 1e9)} · 10⁹`
      : `${significant(multiplyAdds / 1e12)} · 10¹²`;
  return `${runs === 1 ? '1 run' : `${runs} runs`}, ${grouped(steps)} steps, ${work} multiply-adds`;
}

interface TimingOptions {
  readonly requestDevice: () => Promise<Gpu>;
  readonly openSources: OpenSources;
  readonly progress: Pick<Progress, 'line' | 'show'>;
}

/** A run times its third step by itself: the first that is not slowed by preparations. */
const timedSteps = 3;

/**
 * Prints how long runs take on this adapter, after a few steps of each network.
 *
 * @throws UserError when a network cannot be trained here.
 */
export async function estimateTime(
  runs: readonly PlannedRun[],
  { requestDevice, openSources, progress }: TimingOptions,
): Promise<void> {
  let msPerStep = 0;
  let failure: string | null = null;
  const session = new Session({
    requestDevice,
    openSources,
    decodeImages,
    emit: (event) => {
      if (event.type === 'metrics') msPerStep = event.lanes[0]!.gpuMsPerStep;
      if (event.type === 'error') failure = event.message;
      if (event.type === 'progress' && event.phase !== 'data') progress.show(event);
    },
  });
  try {
    let total = 0;
    for (const group of grouping(runs)) {
      const { model, lane, config } = group[0]!;
      await session.start(shortened(config));
      session.advance(timedSteps);
      await session.idle();
      if (failure !== null) throw new UserError(failure);
      const seconds = (costOf(group).equivalentSteps * msPerStep) / 1000;
      total += seconds;
      progress.line(
        `${model}, ${lane}: ${describeCost(group)}; ${significant(msPerStep)} ms a step, about ${duration(seconds)}`,
      );
    }
    progress.line(
      `About ${duration(total)} in all on this adapter. Multiply-adds are without those of deconvolution.`,
    );
  } finally {
    session.destroy();
  }
}

/** Runs whose steps take the same time. */
function grouping(runs: readonly PlannedRun[]): PlannedRun[][] {
  const groups = new Map<string, PlannedRun[]>();
  for (const run of runs) {
    const key = [run.model, run.lane, ...findDataset(run.dataset).shape].join('|');
    groups.set(key, [...(groups.get(key) ?? []), run]);
  }
  return [...groups.values()];
}

/** The same steps on few images, so that nothing long is loaded. */
function shortened(config: TrainConfig): TrainConfig {
  const { batchSize, testSize } = config;
  return {
    ...config,
    trainSize: batchSize,
    testSize: Math.min(testSize ?? batchSize, batchSize),
    steps: timedSteps + 1,
    evalEvery: timedSteps + 1,
  };
}
