import { roundUp } from '../util/math.ts';
import { imageLength, type ImageSet } from '../data/dataset.ts';
import { pixelWords } from '../engine/ops/gatherBatch.ts';
import { flat, physicalBytes } from '../engine/tensor.ts';
import {
  bufferUsage,
  createCountedBuffer,
  destroyCountedBuffer,
  type BufferCounter,
} from '../gpu/executor.ts';

/** Bytes handed over at once: the browser copies them aside. */
const uploadBytes = 1 << 24;

/** Images [first, first + count) of a set in one buffer. */
export interface StoredPart {
  readonly first: number;
  readonly count: number;
  readonly pixels: GPUBuffer;
}

export interface ImageStoreOptions {
  readonly device: GPUDevice;
  readonly counter: BufferCounter;
  /** Training or test, for labels of buffers. */
  readonly what: string;
  readonly set: ImageSet;
  /** Images once all are there. */
  readonly capacity: number;
  /** Bytes that one binding takes. Default: the device's limit. */
  readonly bindingBytes?: number;
}

/** The largest buffer that a kernel of this device can bind. */
export function largestBinding({ limits }: Pick<GPUDevice, 'limits'>): number {
  return Math.min(limits.maxStorageBufferBindingSize, limits.maxBufferSize);
}

/**
 * A set of images on the GPU as the bytes that they are: in as many buffers as bindings need, and labels. Takes up the
 * images of a growing set as they come.
 */
export class ImageStore {
  readonly parts: readonly StoredPart[];
  /** [capacity] u32 */
  readonly labels: GPUBuffer;
  /** Images on the GPU. */
  count = 0;
  private readonly options: ImageStoreOptions;
  private readonly stopGrowing: (() => void) | undefined;

  constructor(options: ImageStoreOptions) {
    const { device, counter, what, set, capacity, bindingBytes = largestBinding(device) } = options;
    this.options = options;
    const create = (name: string, size: number) =>
      createCountedBuffer(device, counter, {
        label: `${what} ${name}`,
        size,
        usage: bufferUsage.storage | bufferUsage.copyTarget,
      });
    const shape = [set.height, set.width, set.channels];
    // Whole words: a binding's last one may be padding.
    const perPart = Math.max(1, Math.floor((bindingBytes - 3) / imageLength(set)));
    const parts: StoredPart[] = [];
    for (let first = 0; first < capacity; first += perPart) {
      const count = Math.min(perPart, capacity - first);
      const pixels = create(`pixels ${parts.length}`, physicalBytes(pixelWords(count, shape)));
      parts.push({ first, count, pixels });
    }
    this.parts = parts;
    this.labels = create('labels', physicalBytes(flat(capacity)));
    this.update();
    this.stopGrowing = set.onGrowth?.(() => this.update());
  }

  /** Uploads the images that have come since the last time. */
  private update(): void {
    const { device, set } = this.options;
    const [from, to] = [this.count, set.count];
    if (from === to) return;
    const length = imageLength(set);
    for (const { first, count, pixels } of this.parts) {
      const [start, end] = [Math.max(from, first), Math.min(to, first + count)];
      const content = set.pixels.subarray(first * length, (first + count) * length);
      if (start < end)
        writeBytes(device, pixels, content, [(start - first) * length, (end - first) * length]);
    }
    device.queue.writeBuffer(this.labels, 4 * from, set.labels, from, to - from);
    this.count = to;
  }

  destroy(): void {
    this.stopGrowing?.();
    for (const { pixels } of this.parts) destroyCountedBuffer(this.options.counter, pixels);
    destroyCountedBuffer(this.options.counter, this.labels);
  }
}

/** Uploads bytes [start, end) of `content` to the same place of `buffer`; `writeBuffer` takes whole words. */
function writeBytes(
  device: GPUDevice,
  buffer: GPUBuffer,
  content: Uint8Array<ArrayBuffer>,
  [start, end]: readonly [number, number],
): void {
  for (let from = start - (start % 4); from < end; from += uploadBytes) {
    const to = Math.min(end, from + uploadBytes);
    const whole = to - ((to - from) % 4);
    device.queue.writeBuffer(buffer, from, content, from, whole - from);
    if (whole === to) continue;
    const rest = new Uint8Array(roundUp(to - whole, 4));
    rest.set(content.subarray(whole, to));
    device.queue.writeBuffer(buffer, whole, rest);
  }
}
