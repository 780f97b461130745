import { readBuffer } from './executor.ts';

/** Encodes dispatches into an open pass. */
export type EncodePass = (pass: GPUComputePassEncoder) => void;

/**
 * Milliseconds of passes that run one after the other, each on the GPU's own clock, which the device must have
 * (`timestamp-query`); null where it tells nothing, as with some drivers. Browsers may round to 0.1 ms. All is submitted
 * before the first wait: nothing comes between the passes.
 */
export async function timeByTimestamps(
  device: GPUDevice,
  passes: readonly EncodePass[],
): Promise<readonly number[] | null> {
  const count = 2 * passes.length;
  const querySet = device.createQuerySet({ type: 'timestamp', count });
  const times = device.createBuffer({ size: 8 * count, usage: 4 | 512 }); // COPY_SRC, QUERY_RESOLVE
  try {
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
    encoder.resolveQuerySet(querySet, 0, count, times, 0);
    device.queue.submit([encoder.finish()]);
    const nanoseconds = new BigUint64Array(await readBuffer(device, times));
    const ms = passes.map((_, index) =>
      Math.max(0, Number(nanoseconds[2 * index + 1]! - nanoseconds[2 * index]!) / 1e6),
    );
    return ms.some((value) => value > 0) ? ms : null;
  } finally {
    querySet.destroy();
    times.destroy();
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
