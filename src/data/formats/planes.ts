/**
 * Images stored channel by channel as pixels [count, height, width, channels].
 *
 * @param planes [count, channels, height, width], or [count, channels, width, height] with `isTransposed` (column-major
 *   formats, MATLAB's)
 * @param strides bytes from one image to the next, and before the first one's planes; default: nothing in between
 */
export function interleave(
  planes: Uint8Array,
  {
    count,
    shape: [channels, height, width],
    isTransposed = false,
    stride = channels * height * width,
    offset = 0,
  }: {
    count: number;
    shape: readonly [number, number, number];
    isTransposed?: boolean;
    stride?: number;
    offset?: number;
  },
): Uint8Array<ArrayBuffer> {
  const size = height * width;
  const pixels = new Uint8Array(count * size * channels);
  for (let image = 0; image < count; image++)
    for (let channel = 0; channel < channels; channel++) {
      const plane = image * stride + offset + channel * size;
      let target = image * size * channels + channel;
      for (let y = 0; y < height; y++)
        for (let x = 0; x < width; x++, target += channels)
          pixels[target] = planes[plane + (isTransposed ? x * height + y : y * width + x)]!;
    }
  return pixels;
}
