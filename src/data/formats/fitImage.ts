import type { DecodedImage } from '../imageDecoder.ts';

export interface Fit {
  /** [C, H, W] of the result; C is 1 or 3. */
  readonly shape: readonly [number, number, number];
  /** The middle of the image in the shape's proportions, scaled; or the whole of it, scaled. */
  readonly fit: 'crop' | 'stretch';
}

/**
 * An image in the size and channels of the data set: [H, W, C] bytes. Shrinking averages over the pixels that a new one
 * covers (a triangle filter), growing interpolates linearly; alpha is dropped, colours become grey by ITU-R 601.
 */
export function fitImage(
  image: DecodedImage,
  { shape: [channels, height, width], fit }: Fit,
): Uint8Array<ArrayBuffer> {
  const colors = toChannels(image, channels);
  if (image.width === width && image.height === height) return colors;
  const scale = Math.min(image.width / width, image.height / height);
  const crop = fit === 'crop' ? { width: width * scale, height: height * scale } : image;
  const columns = weights(image.width, { size: crop.width, count: width });
  const rows = weights(image.height, { size: crop.height, count: height });
  // Columns first: [image.height, width, channels].
  const narrow = new Float32Array(image.height * width * channels);
  for (let y = 0; y < image.height; y++)
    columns.forEach(({ first, values }, x) => {
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let i = 0; i < values.length; i++)
          sum += values[i]! * colors[(y * image.width + first + i) * channels + c]!;
        narrow[(y * width + x) * channels + c] = sum;
      }
    });
  const pixels = new Uint8Array(height * width * channels);
  const line = width * channels;
  rows.forEach(({ first, values }, y) => {
    for (let at = 0; at < line; at++) {
      let sum = 0;
      for (let i = 0; i < values.length; i++) sum += values[i]! * narrow[(first + i) * line + at]!;
      pixels[y * line + at] = Math.min(255, Math.max(0, Math.round(sum)));
    }
  });
  return pixels;
}

/** Which source pixels make up a new one, and with what weights (of sum 1). */
interface Weights {
  readonly first: number;
  readonly values: readonly number[];
}

/** Weights of `count` new pixels over the middle `size` of `length` old ones. */
function weights(length: number, { size, count }: { size: number; count: number }): Weights[] {
  const scale = size / count;
  const support = Math.max(1, scale);
  const start = (length - size) / 2;
  return Array.from({ length: count }, (_, i) => {
    const centre = start + (i + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - support));
    const last = Math.min(length, Math.ceil(centre + support));
    const values = Array.from({ length: last - first }, (_, j) =>
      Math.max(0, 1 - Math.abs(first + j + 0.5 - centre) / support),
    );
    const sum = values.reduce((total, value) => total + value, 0);
    return { first, values: values.map((value) => value / sum) };
  });
}

function toChannels(
  { pixels, channels, width, height }: DecodedImage,
  wanted: number,
): Uint8Array<ArrayBuffer> {
  if (channels === wanted) return pixels;
  const count = width * height;
  const result = new Uint8Array(count * wanted);
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  for (let i = 0, from = 0, to = 0; i < count; i++, from += channels, to += wanted) {
    if (wanted === 1) {
      const [r, g, b] = [pixels[from]!, pixels[from + green]!, pixels[from + blue]!];
      result[to] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
      continue;
    }
    result[to] = pixels[from]!;
    result[to + 1] = pixels[from + green]!;
    result[to + 2] = pixels[from + blue]!;
  }
  return result;
}
