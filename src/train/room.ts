import { bufferUsage } from '../gpu/executor.ts';
import { largestBinding } from './imageStore.ts';

/** What every device with WebGPU has room for. */
const certainBytes = 256 * 1024 ** 2;

type Allocator = Pick<GPUDevice, 'limits' | 'createBuffer' | 'pushErrorScope' | 'popErrorScope'>;

/**
 * How many of `count` images of `imageBytes` each the GPU has room for, as whole buffers. WebGPU does not tell how much
 * memory there is, so it is tried out; one buffer's worth is left for the networks.
 *
 * @param open gives the device, and is called only where that matters. All have room where it fails: then nobody uses them.
 */
export async function roomForImages(
  open: () => Promise<Allocator>,
  count: number,
  imageBytes: number,
): Promise<number> {
  if (count * imageBytes <= certainBytes) return count;
  const device = await open().catch(() => null);
  if (!device) return count;
  const perBuffer = Math.max(1, Math.floor(largestBinding(device) / imageBytes));
  const buffers: GPUBuffer[] = [];
  try {
    while (buffers.length * perBuffer < count) {
      device.pushErrorScope('out-of-memory');
      buffers.push(
        device.createBuffer({
          label: 'room for images',
          size: Math.ceil((perBuffer * imageBytes) / 4) * 4,
          usage: bufferUsage.storage | bufferUsage.copyTarget,
        }),
      );
      if (await device.popErrorScope()) return Math.max(1, buffers.length - 2) * perBuffer;
    }
    return count;
  } finally {
    for (const buffer of buffers) buffer.destroy();
  }
}
