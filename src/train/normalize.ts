import { UserError } from '../util/assert.ts';
import { pad4 } from '../engine/tensor.ts';
import { imageLength, type DatasetInfo } from '../data/dataset.ts';

/**
 * Images as the networks take them: (pixel / 255 - mean) / std, channels padded to a multiple of four with zeros. The
 * CPU's twin of the kernel that gathers batches, for the few images that do not come from the data set.
 *
 * @param images each [H, W, C] bytes, row-major
 * @returns [images, H, W, C4]
 * @throws UserError when an image has not the shape of the data set's.
 */
export function normalizeImages(
  images: readonly Uint8Array[],
  {
    shape: [channels, height, width],
    mean,
    std,
    title,
  }: Pick<DatasetInfo, 'shape' | 'mean' | 'std' | 'title'>,
): Float32Array<ArrayBuffer> {
  const padded = pad4(channels);
  const pixels = height * width;
  const batch = new Float32Array(images.length * pixels * padded);
  images.forEach((image, n) => {
    if (image.length !== imageLength({ height, width, channels }))
      throw new UserError(
        `The image has ${image.length} values; the networks are trained on ${title} and take ` +
          `${height}x${width} pixels of ${channels} channel${channels === 1 ? '' : 's'}.`,
      );
    for (let pixel = 0; pixel < pixels; pixel++)
      for (let c = 0; c < channels; c++)
        batch[(n * pixels + pixel) * padded + c] =
          (image[pixel * channels + c]! / 255 - (mean[c] ?? 0)) / (std[c] ?? 1);
  });
  return batch;
}
