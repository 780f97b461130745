import type { DecodedImage, EncodedImage, ImageDecoder } from '../data/imageDecoder.ts';

/** Images decoded at the same time: enough for the decoder's threads, few enough to hold. */
const batchSize = 256;
/** Width of the canvas onto which many small images are drawn, to be read back at once. */
const sheetWidth = 2048;

/**
 * Decodes image files with the browser's own decoders, which have threads of their own: no colour management, no
 * premultiplied alpha. Reading a canvas back costs more than decoding a small image, so many share one.
 */
export const decodeImages: ImageDecoder = async (images) => {
  const decoded: (DecodedImage | null)[] = [];
  let next = bitmapsOf(images.slice(0, batchSize));
  for (let first = 0; first < images.length; first += batchSize) {
    const bitmaps = await next;
    // The next ones decode while these are read back.
    next = bitmapsOf(images.slice(first + batchSize, first + 2 * batchSize));
    decoded.push(...readBack(bitmaps));
  }
  return decoded;
};

function bitmapsOf(images: readonly EncodedImage[]): Promise<(ImageBitmap | null)[]> {
  const options = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' } as const;
  return Promise.all(
    images.map(({ bytes }) => createImageBitmap(new Blob([bytes]), options).catch(() => null)),
  );
}

/** Pixels of bitmaps, in their order: those of one size are drawn side by side. */
function readBack(bitmaps: readonly (ImageBitmap | null)[]): (DecodedImage | null)[] {
  const bySize = new Map<string, number[]>();
  bitmaps.forEach((bitmap, i) => {
    if (!bitmap) return;
    const size = `${bitmap.width}x${bitmap.height}`;
    bySize.set(size, [...(bySize.get(size) ?? []), i]);
  });
  const results = new Array<DecodedImage | null>(bitmaps.length).fill(null);
  for (const indices of bySize.values()) {
    const pixels = readSheet(indices.map((i) => bitmaps[i]!));
    indices.forEach((index, i) => (results[index] = pixels[i] ?? null));
  }
  return results;
}

/** Pixels of bitmaps of one size. They are closed. */
function readSheet(bitmaps: readonly ImageBitmap[]): DecodedImage[] {
  const { width, height } = bitmaps[0]!;
  const columns = Math.max(1, Math.min(bitmaps.length, Math.floor(sheetWidth / width)));
  const rowsPerSheet = Math.max(1, Math.floor(sheetWidth / height));
  const perSheet = columns * rowsPerSheet;
  const images: DecodedImage[] = [];
  for (let first = 0; first < bitmaps.length; first += perSheet) {
    const group = bitmaps.slice(first, first + perSheet);
    const rows = Math.ceil(group.length / columns);
    const sheet = new OffscreenCanvas(columns * width, rows * height);
    const context = sheet.getContext('2d', { willReadFrequently: true })!;
    group.forEach((bitmap, i) => {
      context.drawImage(bitmap, (i % columns) * width, Math.floor(i / columns) * height);
      bitmap.close();
    });
    const { data } = context.getImageData(0, 0, sheet.width, sheet.height);
    const stride = 4 * sheet.width;
    group.forEach((_, i) => {
      const pixels = new Uint8Array(4 * width * height);
      const start = Math.floor(i / columns) * height * stride + (i % columns) * 4 * width;
      for (let y = 0; y < height; y++)
        pixels.set(data.subarray(start + y * stride, start + y * stride + 4 * width), 4 * y * width);
      images.push({ width, height, channels: 4, pixels });
    });
  }
  return images;
}
