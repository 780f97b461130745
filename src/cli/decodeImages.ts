import type sharpLibrary from 'sharp';
import { UserError } from '../util/assert.ts';
import type { DecodedImage, ImageDecoder } from '../data/imageDecoder.ts';

/** Bound of a decoded image, against files that are small and unpack to gigabytes. */
const maxPixels = 100_000_000;

type Sharp = typeof sharpLibrary;

let library: Promise<Sharp> | null = null;

/** The native decoder is only loaded when there are images to decode. */
function loadLibrary(): Promise<Sharp> {
  library ??= import('sharp').then(
    ({ default: sharp }) => {
      // Images are small and many: one thread each, and none comes twice.
      sharp.concurrency(1);
      sharp.cache(false);
      return sharp;
    },
    (error: unknown) => {
      throw new UserError(
        'Images of this data set are PNG or JPEG files, and the library that decodes them (sharp) is not installed or does ' +
          `not fit this machine: ${error instanceof Error ? error.message.split('\n')[0]! : String(error)}. ` +
          'Install it with "npm install sharp".',
      );
    },
  );
  return library;
}

/** Decodes image files with libvips: no colour management, the camera's orientation applied, first frame only. */
export const decodeImages: ImageDecoder = async (images) => {
  const sharp = await loadLibrary();
  const decode = async (bytes: Uint8Array): Promise<DecodedImage | null> => {
    try {
      const image = sharp(bytes, { ignoreIcc: true, limitInputPixels: maxPixels, failOn: 'error' });
      const { data, info } = await image.autoOrient().raw().toBuffer({ resolveWithObject: true });
      const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
      return { width: info.width, height: info.height, channels: info.channels, pixels };
    } catch {
      return null;
    }
  };
  return Promise.all(images.map(({ bytes }) => decode(bytes)));
};
