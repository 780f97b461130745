import type { DatasetInfo } from '../data/dataset.ts';
import { describeModel, type MemoryDescription, type ModelDescription } from '../nn/describe.ts';
import { bytes } from '../util/format.ts';
import type { LaneConfig, TrainConfig } from './config.ts';
import { sharedMemory, type SharedMemory } from './sharedMemory.ts';

/** Of the setting; see `fields.ts`. */
const leastWidth = 0.05;

type Images = Pick<DatasetInfo, 'shape' | 'classes'>;
type Sizes = { readonly trainSize: number; readonly testSize: number };

/** What a lane of a configuration consists of and takes: `describeModel` for it. */
export function describeLane(
  config: TrainConfig,
  lane: LaneConfig,
  { shape, classes }: Images,
): ModelDescription {
  const { model, batchSize, width, depth, layers, optimizer, loss } = config;
  const options = { ...lane, classes: classes.length, width, depth, layers };
  return describeModel({ model, inputShape: shape, batchSize, options, optimizer, loss });
}

/** Bytes of GPU memory that a run takes, estimated without a GPU: its lanes, its images, its batches. */
export interface MemoryEstimate extends SharedMemory {
  readonly lanes: readonly MemoryDescription[];
  readonly total: number;
}

/** @param info the data set, with the numbers of images that all of it has. */
export function estimateMemory(config: TrainConfig, info: Images & Sizes): MemoryEstimate {
  return sumMemory(
    config,
    config.lanes.map((lane) => describeLane(config, lane, info).memory),
    info,
  );
}

/** {@link estimateMemory} of lanes that have been described. */
export function sumMemory(
  config: TrainConfig,
  lanes: readonly MemoryDescription[],
  info: Images & Sizes,
): MemoryEstimate {
  const count = (config.trainSize ?? info.trainSize) + (config.testSize ?? info.testSize);
  const { images, batches } = sharedMemory(config.batchSize, info.shape, count);
  const total = lanes.reduce((sum, lane) => sum + lane.total, images + batches);
  return { lanes, images, batches, total };
}

/**
 * A sentence that says what a run needs and with which batch size or width it would need less: for a GPU that
 * refused it.
 */
export function memoryAdvice(config: TrainConfig, info: Images & Sizes): string {
  const need = (change: Partial<TrainConfig>) => bytes(estimateMemory({ ...config, ...change }, info).total);
  const [batchSize, width] = [Math.floor(config.batchSize / 2), config.width / 2];
  const less = [
    ...(batchSize >= 1 ? [`${need({ batchSize })} at batch size ${batchSize}`] : []),
    ...(width >= leastWidth ? [`${need({ width })} at width ${width}`] : []),
  ];
  return (
    `${config.model} needs about ${need({})} at batch size ${config.batchSize} and width ${config.width}; ` +
    (less.length > 0 ? `it would need ${less.join(', or ')}.` : 'a smaller model would need less.')
  );
}

/**
 * A sentence for a network with a buffer beyond what the GPU takes at a time; null when it has none.
 *
 * @param limitBytes largest storage buffer that a kernel may bind.
 */
export function bufferAdvice(
  config: TrainConfig,
  lane: LaneConfig,
  { info, largest, limitBytes }: { info: Images; largest: number; limitBytes: number },
): string | null {
  if (largest <= limitBytes) return null;
  const fits = (change: Partial<TrainConfig>) =>
    describeLane({ ...config, ...change }, lane, info).memory.largestBuffer <= limitBytes;
  const halves = (value: number) => [1, 2, 3, 4, 5, 6].map((power) => value / 2 ** power);
  const batchSize = halves(config.batchSize)
    .map(Math.floor)
    .find((size) => size >= 1 && fits({ batchSize: size }));
  const width = halves(config.width).find((factor) => factor >= leastWidth && fits({ width: factor }));
  const ways = [
    ...(batchSize === undefined ? [] : [`batch size ${batchSize}`]),
    ...(width === undefined ? [] : [`width ${width}`]),
  ];
  return (
    `A buffer of ${config.model} (${lane.normalization}) takes ${bytes(largest)} at batch size ${config.batchSize} and ` +
    `width ${config.width}, but this GPU takes at most ${bytes(limitBytes)} at a time. ` +
    (ways.length > 0 ? `It would fit with ${ways.join(', or with ')}.` : 'Choose a smaller model.')
  );
}
