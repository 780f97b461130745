import { bufferUsage, createCountedBuffer, destroyCountedBuffer, type BufferCounter } from './executor.ts';
import { StagedReader } from './stagedReader.ts';

const timestampBytes = 8;

/** Encodes dispatches into an open pass. */
export type EncodePass = (pass: GPUComputePassEncoder) => void;

/**
 * Times passes on the GPU's own clock. All that it needs on the GPU is made once, so that timing a step of training
 * allocates nothing.
 */
export class PassClock {
  private readonly device: GPUDevice;
  private readonly counter: BufferCounter;
  private readonly querySet: GPUQuerySet;
  private readonly times: GPUBuffer;
  private readonly reader: StagedReader;

  /**
   * null where the device has no clock (`timestamp-query`).
   *
   * @param maxPasses Passes that are timed together, at most.
   */
  static create(device: GPUDevice, counter: BufferCounter, maxPasses: number): PassClock | null {
    return device.features.has('timestamp-query') ? new PassClock(device, counter, maxPasses) : null;
  }

  private constructor(device: GPUDevice, counter: BufferCounter, maxPasses: number) {
    this.device = device;
    this.counter = counter;
    this.querySet = device.createQuerySet({ type: 'timestamp', count: 2 * maxPasses });
    this.times = createCountedBuffer(device, counter, {
      label: 'timestamps',
      size: timestampBytes * this.querySet.count,
      usage: bufferUsage.queryResolve | bufferUsage.copySource,
    });
    this.reader = new StagedReader(device, counter, [this.times]);
  }

  /**
   * Milliseconds of passes that run one after the other; null where the clock tells nothing, as with some drivers.
   * Browsers may round to 0.1 ms. All is submitted before the first wait: nothing comes between the passes.
   */
  async time(passes: readonly EncodePass[]): Promise<readonly number[] | null> {
    const { device, querySet, times } = this;
    const encoder = device.createCommandEncoder();
    passes.forEach((encode, index) => {
      const pass = encoder.beginComputePass({
        timestampWrites: {
          querySet,
          beginningOfPassWriteIndex: 2 * index,
          endOfPassWriteIndex: 2 * index + 1,
        },
      });
      encode(pass);
      pass.end();
    });
    encoder.resolveQuerySet(querySet, 0, 2 * passes.length, times, 0);
    device.queue.submit([encoder.finish()]);
    const [read] = await this.reader.read();
    const nanoseconds = new BigUint64Array(read!);
    const ms = passes.map((_, index) =>
      Math.max(0, Number(nanoseconds[2 * index + 1]! - nanoseconds[2 * index]!) / 1e6),
    );
    return ms.some((value) => value > 0) ? ms : null;
  }

  destroy(): void {
    this.reader.destroy();
    destroyCountedBuffer(this.counter, this.times);
    this.querySet.destroy();
  }
}

/**
 * Milliseconds of passes that run one after the other, from when the CPU hears that each is done: for devices without
 * a clock of their own. The queue should be empty. All is submitted before the first wait, here too.
 */
export async function timeByCompletion(
  device: GPUDevice,
  passes: readonly EncodePass[],
): Promise<readonly number[]> {
  const { queue } = device;
  const commands = passes.map((encode) => {
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    encode(pass);
    pass.end();
    return encoder.finish();
  });
  const heard = () => queue.onSubmittedWorkDone().then(() => performance.now());
  // The way of the news is the same for all, the first included.
  const marks = [heard()];
  for (const command of commands) {
    queue.submit([command]);
    marks.push(heard());
  }
  const at = await Promise.all(marks);
  return passes.map((_, index) => Math.max(0, at[index + 1]! - at[index]!));
}
