import {
  bufferUsage,
  createCountedBuffer,
  destroyCountedBuffer,
  wholeBuffer,
  type BufferCounter,
  type BufferRange,
} from './executor.ts';

const mapModeRead = 1; // GPUMapMode.READ, which Node does not define

/**
 * Copies buffers to the CPU through one staging buffer made beforehand, so that reading during a run allocates
 * nothing on the GPU and makes no step wait.
 */
export class StagedReader {
  private readonly device: GPUDevice;
  private readonly counter: BufferCounter;
  private readonly sources: readonly BufferRange[];
  private readonly staging: GPUBuffer;
  private reading: Promise<ArrayBuffer[]> | null = null;

  constructor(device: GPUDevice, counter: BufferCounter, sources: readonly (GPUBuffer | BufferRange)[]) {
    this.device = device;
    this.counter = counter;
    this.sources = sources.map((source) => ('bytes' in source ? source : wholeBuffer(source)));
    this.staging = createCountedBuffer(device, counter, {
      label: 'staging',
      size: this.sources.reduce((sum, { bytes }) => sum + bytes, 0),
      usage: bufferUsage.mapRead | bufferUsage.copyTarget,
    });
  }

  get isBusy(): boolean {
    return this.reading !== null;
  }

  /** The contents of the sources after everything submitted so far; a read under way ends first. */
  async read(): Promise<ArrayBuffer[]> {
    while (this.reading) await this.reading;
    this.reading = this.copy();
    try {
      return await this.reading;
    } finally {
      this.reading = null;
    }
  }

  destroy(): void {
    destroyCountedBuffer(this.counter, this.staging);
  }

  private async copy(): Promise<ArrayBuffer[]> {
    const encoder = this.device.createCommandEncoder();
    let offset = 0;
    const ranges = this.sources.map(({ buffer, offset: from, bytes }) => {
      encoder.copyBufferToBuffer(buffer, from, this.staging, offset, bytes);
      const start = offset;
      offset += bytes;
      return [start, offset] as const;
    });
    this.device.queue.submit([encoder.finish()]);
    await this.staging.mapAsync(mapModeRead);
    const mapped = this.staging.getMappedRange();
    const copies = ranges.map(([start, end]) => mapped.slice(start, end));
    this.staging.unmap();
    return copies;
  }
}
