import { UserError } from '../../util/assert.ts';
import { product } from '../../util/math.ts';
import type { ImageSet } from '../dataset.ts';
import type { FormatOptions } from '../format.ts';
import type { EncodedImage } from '../imageDecoder.ts';
import { fitImage } from './fitImage.ts';

/** Images decoded at once, and bytes of their files: large photographs unpack to much more. */
const maxImages = 250;
const maxBytes = 1 << 22;

/** Turns image files into images of the data set's shape, and counts how many had another. */
export class ImageFitter {
  /** Images so far, and those of another size than the data set's. */
  count = 0;
  resized = 0;
  private readonly options: FormatOptions;

  constructor(options: FormatOptions) {
    this.options = options;
  }

  /**
   * @param labels [images.length]
   * @throws UserError that names the first file that is no image.
   */
  async fit(images: readonly EncodedImage[], labels: Uint32Array<ArrayBuffer>): Promise<ImageSet> {
    const { shape, decode } = this.options;
    const [channels, height, width] = shape;
    const length = product(shape);
    const pixels = new Uint8Array(images.length * length);
    for (let first = 0; first < images.length;) {
      const batch = nextBatch(images, first);
      const decoded = await decode(batch);
      batch.forEach((image, i) => {
        const found = decoded[i] ?? null;
        if (!found) throw notAnImage(image);
        if (found.width !== width || found.height !== height) this.resized++;
        pixels.set(fitImage(found, this.options), (first + i) * length);
      });
      first += batch.length;
    }
    this.count += images.length;
    return { count: images.length, height, width, channels, pixels, labels };
  }

  /** A sentence on what was resized, if anything was. */
  notes(): string[] {
    if (this.resized === 0) return [];
    const { title, shape, fit } = this.options;
    const size = `${shape[2]} x ${shape[1]}`;
    const manner =
      fit === 'crop' ? `the middle of each was scaled to ${size}` : `they were scaled to ${size}`;
    const share =
      this.resized === this.count
        ? `The images of ${title}`
        : `${this.resized} of ${this.count} images of ${title}`;
    return [`${share} have other sizes; ${manner}.`];
  }
}

/** Images from `first` on, at least one. */
function nextBatch(images: readonly EncodedImage[], first: number): readonly EncodedImage[] {
  let [end, total] = [first, 0];
  do total += images[end++]!.bytes.length;
  while (end < images.length && end - first < maxImages && total + images[end]!.bytes.length <= maxBytes);
  return images.slice(first, end);
}

function notAnImage({ name, bytes }: EncodedImage): UserError {
  const start = [...bytes.subarray(0, 4)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const content = bytes.length === 0 ? 'is empty' : `begins with the bytes ${start}`;
  return new UserError(
    `${name} is not an image that can be decoded (${bytes.length} bytes; it ${content}). ` +
      'PNG, JPEG, WebP and GIF are read.',
  );
}
