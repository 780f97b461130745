import { sizesOf, type Dataset } from '../data/dataset.ts';
import { findDataset } from '../data/datasets.ts';
import type { ModelDescription } from '../nn/describe.ts';
import type { TrainConfig } from './config.ts';
import { bufferAdvice, describeLane, memoryAdvice, sumMemory, type MemoryEstimate } from './memory.ts';
import { checkConfig } from './plan.ts';

/** Bytes from which a run says how it could take less: shared and older GPUs have no more. */
const largeBytes = 1e9;

/** What a configuration consists of and takes, known before anything is built. */
export interface RunDescription {
  /** By lane. */
  readonly lanes: readonly ModelDescription[];
  readonly memory: MemoryEstimate;
  /** The largest buffer of all lanes, and what the GPU takes at a time; null before there is a device. */
  readonly largestBuffer: number;
  readonly limitBytes: number | null;
  /** For a run that does not fit: what it needs and what would make it fit. */
  readonly problem: string | null;
  /** For a large run that may fit: what would need less. */
  readonly advice: string | null;
}

/**
 * @param limitBytes largest buffer that a kernel may bind; null when it is not known
 * @param loaded the data set at hand; of own images it tells how many they are and of which classes
 * @throws UserError when the model does not fit the images or lacks a normalisation.
 */
export function describeRun(
  config: TrainConfig,
  limitBytes: number | null,
  loaded: Dataset | null = null,
): RunDescription {
  const info = imagesOf(config.dataset, loaded);
  checkConfig(config, info.shape);
  const lanes = config.lanes.map((lane) => describeLane(config, lane, info));
  const buffers = lanes.map(({ memory }) => memory.largestBuffer);
  const memory = sumMemory(
    config,
    lanes.map((lane) => lane.memory),
    info,
  );
  const problem = buffers
    .map((largest, i) =>
      limitBytes === null ? null : bufferAdvice(config, config.lanes[i]!, { info, largest, limitBytes }),
    )
    .find((sentence) => sentence !== null);
  return {
    lanes,
    memory,
    largestBuffer: Math.max(...buffers),
    limitBytes,
    problem: problem ?? null,
    advice: memory.total < largeBytes ? null : memoryAdvice(config, info),
  };
}

function imagesOf(name: string, loaded: Dataset | null) {
  const known = findDataset(name);
  if (loaded?.name === name) return { ...known, classes: loaded.classes, ...sizesOf(loaded) };
  // Before own images are there, their number and classes are not known.
  return known.classes.length > 0 ? known : { ...known, trainSize: 0, testSize: 0 };
}
