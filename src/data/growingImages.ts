import { assert } from '../util/assert.ts';
import { imageLength, type ImageSet } from './dataset.ts';

/** Images of which `count` are there and `capacity` will be: it grows while it is in use. */
export class GrowingImages implements ImageSet {
  /** Images that are there; those before it do not change any more. */
  count = 0;
  readonly capacity: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** [capacity, height, width, channels], row-major; zero where images are still missing. */
  readonly pixels: Uint8Array<ArrayBuffer>;
  /** [capacity] */
  readonly labels: Uint32Array<ArrayBuffer>;
  private readonly listeners = new Set<() => void>();

  /** @param shape [C, H, W] */
  constructor(capacity: number, [channels, height, width]: readonly [number, number, number]) {
    this.capacity = capacity;
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.pixels = new Uint8Array(capacity * imageLength(this));
    this.labels = new Uint32Array(capacity);
  }

  get isWhole(): boolean {
    return this.count === this.capacity;
  }

  /** Appends images of the same shape. */
  append(images: ImageSet): void {
    const length = imageLength(this);
    assert(imageLength(images) === length, `images of ${imageLength(images)} values to those of ${length}`);
    assert(this.count + images.count <= this.capacity, `${images.count} images more than ${this.capacity}`);
    this.pixels.set(images.pixels.subarray(0, images.count * length), this.count * length);
    this.labels.set(images.labels.subarray(0, images.count), this.count);
    this.count += images.count;
    for (const listener of this.listeners) listener();
  }

  onGrowth(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
