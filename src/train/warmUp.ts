import { ceilDiv } from '../util/math.ts';
import { findDataset } from '../data/datasets.ts';
import { Variables } from '../engine/variables.ts';
import type { PipelineCache } from '../gpu/pipelines.ts';
import type { TrainConfig } from './config.ts';
import { lanePrograms } from './lanes.ts';
import { evalBatchSize } from './plan.ts';

/**
 * Begins to compile the kernels of a configuration's lanes while its data are on their way: their shapes are known from the
 * table. Where the table is wrong, or a lane cannot be built, whoever builds it in earnest sees to it.
 *
 * @param onProgress called as kernels become ready
 */
export function warmUp(
  pipelines: PipelineCache,
  config: TrainConfig,
  onProgress: (ready: number, total: number) => void,
): void {
  const { classes, shape, testSize } = findDataset(config.dataset);
  // Own images have classes of their own.
  if (classes.length === 0) return;
  const count = config.testSize ?? testSize;
  const plan = { evalBatchSize: evalBatchSize(config, count) };
  const dispatches = config.lanes.flatMap((lane) => {
    const request = {
      ...{ config, lane, plan, dataset: { classes, shape, test: { count } } },
      evalSlots: ceilDiv(count, plan.evalBatchSize) + 1,
      // Weights are not made here.
      seed: 0,
    };
    try {
      return Object.values(lanePrograms(request, new Variables())).flatMap((program) => program.dispatches);
    } catch {
      return [];
    }
  });
  let ready = 0;
  for (const dispatch of dispatches)
    pipelines.get(dispatch).then(
      () => onProgress(++ready, dispatches.length),
      () => undefined,
    );
}
