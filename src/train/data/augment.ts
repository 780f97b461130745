import { imageLength, type Augmentation, type ImageSet } from '../../data/dataset.ts';
import { hash32 } from '../../util/random.ts';

/** Which step draws, and which sample of its batch it draws for. */
export interface Draw {
  readonly seed: number;
  readonly step: number;
  readonly sample: number;
}

/**
 * What the kernel that gathers batches (`shaders/data/gather.wgsl`) makes of an image by a draw, for showing it: the same
 * draws, the same pixels.
 *
 * @param image [H, W, C] bytes
 */
export function augmentImage(
  image: Uint8Array,
  { height, width, channels }: Pick<ImageSet, 'height' | 'width' | 'channels'>,
  { cropPadding, flip, ...draw }: Augmentation & Draw,
): Uint8Array<ArrayBuffer> {
  const shifts = 2 * cropPadding + 1;
  const dy = randomBelow(shifts, 0, draw) - cropPadding;
  const dx = randomBelow(shifts, 2, draw) - cropPadding;
  const isMirrored = flip && randomBelow(2, 1, draw) === 1;
  const augmented = new Uint8Array(imageLength({ height, width, channels }));
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [fromY, fromX] = [y + dy, (isMirrored ? width - 1 - x : x) + dx];
      if (fromY < 0 || fromY >= height || fromX < 0 || fromX >= width) continue;
      const from = (fromY * width + fromX) * channels;
      augmented.set(image.subarray(from, from + channels), (y * width + x) * channels);
    }
  return augmented;
}

/** Whole number, uniform in [0, count); arithmetic of 32 bits, as on the GPU. */
function randomBelow(count: number, stream: number, { seed, step, sample }: Draw): number {
  const key = hash32(seed ^ hash32(3 * step + stream));
  const uniform = (hash32(key ^ hash32(sample)) >>> 8) / 0x100_0000;
  return Math.min(Math.floor(Math.fround(uniform * count)), count - 1);
}
