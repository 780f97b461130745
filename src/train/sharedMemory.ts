import type { DatasetInfo } from '../data/dataset.ts';
import { activation, physicalBytes } from '../engine/tensor.ts';
import { product } from '../util/math.ts';

/** Bytes of GPU memory that the lanes of a run have in common. */
export interface SharedMemory {
  /** Pixels of a byte each, and labels of four. */
  readonly images: number;
  /** A batch for training and one for testing. */
  readonly batches: number;
}

export function sharedMemory(
  batchSize: number,
  shape: DatasetInfo['shape'],
  imageCount: number,
): SharedMemory {
  return {
    images: imageCount * (product(shape) + 4),
    batches: 2 * physicalBytes(activation(batchSize, ...shape)),
  };
}
