import type { DecodedImage, EncodedImage, ImageDecoder as Decode } from '../data/imageDecoder.ts';
import { decodeBitmap } from './decodeBitmap.ts';
import { isOpaque } from './straightPixels.ts';
import { jpegColors } from './jpegColors.ts';

/** Images decoded at the same time: enough for the decoder's threads, few enough to hold. */
const maxInFlight = 32;

/**
 * Decodes image files with the browser's own decoders, which have threads of their own: no colour management, no
 * premultiplied alpha. Many small images go through in a fraction of the time that bitmaps and a canvas take, since no
 * other process has to hand out their bytes.
 */
export const decodeImages: Decode = async (images) => {
  const decoded = new Array<DecodedImage | null>(images.length).fill(null);
  let next = 0;
  const work = async () => {
    while (next < images.length) {
      const index = next++;
      decoded[index] = await decodeImage(images[index]!);
    }
  };
  await Promise.all(Array.from({ length: maxInFlight }, work));
  return decoded;
};

async function decodeImage({ bytes }: EncodedImage): Promise<DecodedImage | null> {
  const type = frameType(bytes);
  const decoded = type && (await decodeFrame(bytes, type).catch(() => null));
  return decoded || decodeBitmap(bytes);
}

/** The type of what is best decoded as a frame; null for the rest, also for photographs that may have to be turned. */
function frameType(bytes: Uint8Array): string | null {
  if (typeof ImageDecoder === 'undefined') return null;
  if (hasText(bytes, 1, 'PNG')) return 'image/png';
  const isJpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  // A camera's notes come first, or right after the 18 bytes of a JFIF header.
  return isJpeg && !hasText(bytes, 6, 'Exif') && !hasText(bytes, 24, 'Exif') ? 'image/jpeg' : null;
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  return [...text].every((character, i) => bytes[at + i] === character.charCodeAt(0));
}

/** Null for frames in which colours lie otherwise, or are multiplied by alpha. */
async function decodeFrame(data: Uint8Array<ArrayBuffer>, type: string): Promise<DecodedImage | null> {
  const decoder = new ImageDecoder({ data, type, colorSpaceConversion: 'none' });
  try {
    const { image } = await decoder.decode();
    try {
      return await readFrame(image);
    } finally {
      image.close();
    }
  } finally {
    decoder.close();
  }
}

async function readFrame(frame: VideoFrame): Promise<DecodedImage | null> {
  const { format, codedWidth: width, codedHeight: height, colorSpace } = frame;
  if (format === 'I420' || format === 'I444') {
    // As in JPEG files; others have other colours. The browser's own conversion repeats colours over their pixels.
    if (!colorSpace.fullRange || colorSpace.matrix !== 'smpte170m') return null;
    const planes = new Uint8Array(frame.allocationSize());
    const layout = await frame.copyTo(planes);
    const pixels = jpegColors({ planes, layout, width, height, isHalved: format === 'I420' });
    return { width, height, channels: 3, pixels };
  }
  const pixels = new Uint8Array(4 * width * height);
  await frame.copyTo(pixels, { format: 'RGBA' });
  return isOpaque(pixels) ? { width, height, channels: 4, pixels } : null;
}
