import { UserError } from '../../../util/assert.ts';
import { coverCrop, fromImageData } from '../../pixels.ts';
import type { ChosenImage } from '../../store/image.ts';
import { strings } from '../../strings.ts';

/** [C, H, W] of the data set. */
export type ImageShape = readonly [number, number, number];

type Picture = ImageBitmap | HTMLVideoElement;

/** The middle of a picture in the networks' size; light on dark where the networks know digits as that. */
export function takePicture(
  picture: Picture,
  [channels, height, width]: ImageShape,
  isInverted: boolean,
): ChosenImage {
  const size = {
    width: picture instanceof HTMLVideoElement ? picture.videoWidth : picture.width,
    height: picture instanceof HTMLVideoElement ? picture.videoHeight : picture.height,
  };
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  const crop = coverCrop(size, { width, height });
  context.fillStyle = 'white';
  context.fillRect(0, 0, width, height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(picture, crop.x, crop.y, crop.width, crop.height, 0, 0, width, height);
  const pixels = fromImageData(context.getImageData(0, 0, width, height), channels);
  return {
    width,
    height,
    channels,
    pixels: isInverted ? pixels.map((byte) => 255 - byte) : pixels,
    label: null,
    index: null,
  };
}

/**
 * The picture in a file as {@link takePicture} takes it, inverted where grey ones are mostly light.
 *
 * @throws UserError when the file is no image that the browser can read.
 */
export async function readImage(
  file: File,
  shape: ImageShape,
): Promise<ChosenImage & { readonly isInverted: boolean }> {
  const bitmap = await readPicture(file);
  const plain = takePicture(bitmap, shape, false);
  const isInverted = shape[0] === 1 && isLight(plain);
  return { ...(isInverted ? takePicture(bitmap, shape, true) : plain), isInverted };
}

/** Whether an image is mostly light, as a digit in ink on paper is. */
function isLight({ pixels }: Pick<ChosenImage, 'pixels'>): boolean {
  return pixels.reduce((sum, byte) => sum + byte, 0) > 127.5 * pixels.length;
}

async function readPicture(file: File): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { colorSpaceConversion: 'none' });
  } catch {
    throw new UserError(strings.oneImage.unreadable(file.name));
  }
}
