import { UserError } from '../../util/assert.ts';
import type { MatrixShading } from '../../engine/ops/colorMatrix.ts';
import { createCountedBuffer, destroyCountedBuffer, bufferUsage } from '../../gpu/executor.ts';
import type { LaneOptions, Lane } from '../lanes.ts';
import type { Network } from '../network.ts';
import type { TrainingMode } from '../trainingCycle.ts';
import { openLane, samplingOfLayer, summarizeLayers, type Layer, type OpenLane } from './layers.ts';
import type { LayerSummary, ProbeResult } from './probe.ts';

/** Something under way that looks inside the networks. Its buffers are made once and live until `destroy`. */
export interface Probe {
  /** Whether it looks at what a step does, and not at the state before one. */
  readonly needsStep: boolean;
  /**
   * Submits a look. The batch of the coming step has been gathered; `takeStep` submits that step, and is called by
   * probes that need it only.
   *
   * @param stepping the lanes that take it
   * @returns the work that turns what was read into a result
   */
  submit(takeStep: () => void, stepping: readonly Lane[]): Promise<() => Generator<undefined, ProbeResult>>;
  /** Colours what was looked at last in another way, and shows it; absent where nothing is shown from the GPU. */
  shade?(shading: MatrixShading): void;
  destroy(): void;
}

/** Calls `create` for each lane; when one fails, gives back what the others made. */
export async function forEachLane<Made extends { destroy(): void }>(
  network: Network,
  create: (lane: Lane, index: number) => Promise<Made>,
): Promise<Made[]> {
  const made = await Promise.allSettled(network.lanes.map(create));
  for (const result of made)
    if (result.status === 'rejected') {
      for (const other of made) if (other.status === 'fulfilled') other.value.destroy();
      throw result.reason;
    }
  return made.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []));
}

/**
 * Every lane's training graph, which leaves running statistics alone, with the layer that is looked at.
 *
 * @param mode of the graph. Default: the whole one.
 */
export function openTraining(
  { lanes }: Network,
  index: number,
  mode: TrainingMode = { frozen: false, reusesDeconv: false },
): (OpenLane & { readonly layer: Layer; readonly sampling: ReturnType<typeof samplingOfLayer> })[] {
  const opened = lanes.map((lane) =>
    openLane(lane, {
      mode: { training: true, ...mode, holdsStatistics: true },
      images: 'images',
      batchSize: lane.options.config.batchSize,
    }),
  );
  // Lanes that whiten nothing are looked at through the patches of the first that does, so that all compare.
  const whitens = ({ layers }: OpenLane) => Boolean(layers[index]?.whitening);
  const example = opened.find(whitens);
  return opened.map((open, i) => {
    const layer = layerAt(open, index);
    const sampling = whitens(open)
      ? samplingOfLayer(layer, lanes[i]!.options.lane)
      : samplingOfLayer(example ? layerAt(example, index) : layer, lanes[i]!.options.lane);
    return { ...open, layer, sampling };
  });
}

/** The layers that can be looked at, with the patches of the first lane that whitens them. */
export function describeLayers(network: Network): LayerSummary[] {
  const opened = openTraining(network, 0);
  const [first] = opened;
  if (!first) return [];
  const layers = first.layers.map(
    (layer, i) => opened.find((lane) => lane.layers[i]?.whitening)?.layers[i] ?? layer,
  );
  const { lane } = network.lanes[0]!.options;
  return summarizeLayers(
    layers,
    layers.map((layer) => samplingOfLayer(layer, lane)),
  );
}

export function layerAt({ layers }: OpenLane, index: number): Layer {
  const layer = layers[index];
  if (!layer)
    throw new UserError(`There is no layer ${index}; the model has ${layers.length}, numbered from 0.`);
  return layer;
}

/** A buffer that a probe owns. */
export function ownBuffer(
  { gpu: { device }, counter }: Pick<LaneOptions, 'gpu' | 'counter'>,
  label: string,
  size: number,
): { readonly buffer: GPUBuffer; destroy(): void } {
  const buffer = createCountedBuffer(device, counter, {
    label,
    size,
    usage: bufferUsage.storage | bufferUsage.copySource | bufferUsage.copyTarget,
  });
  return { buffer, destroy: () => destroyCountedBuffer(counter, buffer) };
}
