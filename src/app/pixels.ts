import type { SampleImage } from '../train/samples.ts';

type Pixels = Pick<SampleImage, 'width' | 'height' | 'channels' | 'pixels'>;

/** For a canvas; grey images have one channel. */
export function toImageData({ width, height, channels, pixels }: Pixels): ImageData {
  const data = new ImageData(width, height);
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) data.data[4 * i + c] = pixels[i * channels + Math.min(c, channels - 1)] ?? 0;
    data.data[4 * i + 3] = 255;
  }
  return data;
}

/**
 * Bytes [H, W, C] of what a canvas shows; one channel is the luminance.
 *
 * @param data RGBA, as a canvas gives it
 */
export function fromImageData(
  { data, width, height }: Pick<ImageData, 'data' | 'width' | 'height'>,
  channels: number,
): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(width * height * channels);
  for (let i = 0; i < width * height; i++) {
    const [r = 0, g = 0, b = 0] = data.subarray(4 * i, 4 * i + 3);
    if (channels === 1) pixels[i] = Math.round(0.299 * r + 0.587 * g + 0.114 * b);
    else for (let c = 0; c < channels; c++) pixels[i * channels + c] = [r, g, b][c] ?? 0;
  }
  return pixels;
}

/** The largest centred part of a picture that has the shape of the target: `x, y, width, height`. */
export function coverCrop(
  picture: { readonly width: number; readonly height: number },
  target: { readonly width: number; readonly height: number },
): { readonly x: number; readonly y: number; readonly width: number; readonly height: number } {
  const scale = Math.min(picture.width / target.width, picture.height / target.height);
  const [width, height] = [target.width * scale, target.height * scale];
  return { x: (picture.width - width) / 2, y: (picture.height - height) / 2, width, height };
}
