import type { MapPicture } from './mapProtocol.ts';

/** What is used of a canvas, on the page or in a worker. */
export interface MapSurface {
  width: number;
  height: number;
  getContext(
    kind: '2d',
    settings: { readonly willReadFrequently: boolean },
  ): { putImageData(image: ImageData, x: number, y: number): void } | null;
}

const midGrey = 0xff808080;

/** Pixels of a picture across and down, one a cell. */
export function sizeOfMap({
  rows,
  columns,
  height,
  width,
}: Pick<MapPicture, 'rows' | 'columns' | 'height' | 'width'>): readonly [across: number, down: number] {
  return [columns * (width + 1) - 1, rows * (height + 1) - 1];
}

/** Pixels [down, across] of a picture, one a cell, little-endian; what stays open is transparent. */
export function paintMap(picture: MapPicture): Uint32Array<ArrayBuffer> {
  const { values, rows, columns, height, width, factors, isOpen, isRgb } = picture;
  const { palette, min, max } = picture.shading;
  const [across, down] = sizeOfMap(picture);
  const pixels = new Uint32Array(across * down);
  const last = palette.length - 1;
  const perUnit = max > min ? last / (max - min) : 0;
  const none = isOpen ? 0 : midGrey;
  const cells = height * width;
  const channels = isRgb ? 3 : 1;
  const tiles = Math.min(rows * columns, Math.floor(values.length / (channels * cells)));
  for (let tile = 0; tile < tiles; tile++) {
    const corner = Math.floor(tile / columns) * (height + 1) * across + (tile % columns) * (width + 1);
    for (let y = 0, at = tile * channels * cells; y < height; y++)
      for (let x = 0; x < width; x++, at++) {
        const value = factors ? values[at]! * factors[y]! * factors[x]! : values[at]!;
        pixels[corner + y * across + x] = Number.isNaN(value)
          ? none
          : isRgb
            ? rgb(value, values[at + cells]!, values[at + 2 * cells]!, max)
            : palette[Math.max(0, Math.min(last, Math.round((value - min) * perUnit)))]!;
      }
  }
  return pixels;
}

/** An opaque pixel of three values between -limit and limit. */
function rgb(red: number, green: number, blue: number, limit: number): number {
  const byte = (value: number) => Math.max(0, Math.min(255, Math.round(127.5 * (1 + value / limit))));
  return (255 << 24) | (byte(blue) << 16) | (byte(green) << 8) | byte(red);
}

/** Gives a canvas the size of a picture, and its pixels. */
export function showMap(canvas: MapSurface, picture: MapPicture): void {
  const [width, height] = sizeOfMap(picture);
  // Setting even the same size clears the canvas.
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
  const pixels = new Uint8ClampedArray(paintMap(picture).buffer);
  // Whole pictures from memory are all that it ever shows: on the GPU it would be one more copy.
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context?.putImageData(new ImageData(pixels, width, height), 0, 0);
}
