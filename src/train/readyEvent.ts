import { sizesOf } from '../data/dataset.ts';
import type { TrainConfig } from './config.ts';
import type { SessionEvent } from './events.ts';
import type { Network } from './network.ts';
import { describeLayers } from './probes/looking.ts';

/** What is said of a run whose networks are built. */
export function readyEvent(
  runId: number,
  config: TrainConfig,
  network: Network,
): Extract<SessionEvent, { type: 'ready' }> {
  const { dataset, plan, lanes } = network;
  return {
    type: 'ready',
    runId,
    config,
    lanes: lanes.map(({ summary }) => summary),
    totalSteps: plan.totalSteps,
    stepsPerEpoch: plan.stepsPerEpoch,
    ...sizesOf(dataset),
    classes: dataset.classes,
    shape: dataset.shape,
    layers: describeLayers(network),
    notes: [...dataset.notes(), ...plan.notes],
  };
}
