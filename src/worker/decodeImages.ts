import type { DecodedImage, ImageDecoder } from '../data/imageDecoder.ts';

/** Decodes image files with the browser's own decoders: no colour management, no premultiplied alpha. */
export const decodeImages: ImageDecoder = (images) => Promise.all(images.map(({ bytes }) => decode(bytes)));

async function decode(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedImage | null> {
  const bitmap = await createImageBitmap(new Blob([bytes]), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  }).catch(() => null);
  if (!bitmap) return null;
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) return null;
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const { data } = context.getImageData(0, 0, width, height);
  const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return { width, height, channels: 4, pixels };
}
