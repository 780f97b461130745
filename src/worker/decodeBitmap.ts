import type { DecodedImage } from '../data/imageDecoder.ts';
import { isOpaque, straightPixels } from './straightPixels.ts';

/** Decodes an image file of any kind that the browser knows, turned as its camera was; null for what is none. */
export async function decodeBitmap(bytes: Uint8Array<ArrayBuffer>): Promise<DecodedImage | null> {
  const options = { colorSpaceConversion: 'none', premultiplyAlpha: 'none' } as const;
  const bitmap = await createImageBitmap(new Blob([bytes]), options).catch(() => null);
  if (!bitmap) return null;
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  const drawn = new Uint8Array(context.getImageData(0, 0, width, height).data.buffer);
  const pixels = isOpaque(drawn) ? drawn : (straightPixels(bitmap) ?? drawn);
  bitmap.close();
  return { width, height, channels: 4, pixels };
}
