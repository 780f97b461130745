import { create } from 'webgpu';
import { pausePolling } from './polling.ts';

// Dawn's instance must outlive everything made from it: once collected, the process crashes in native code.
const instances: GPU[] = [];

/** WebGPU in Node. `options` are Dawn's, e.g. `backend=null` for validation without a GPU. */
export function createDawn(options: string[] = []): GPU {
  if (instances.length === 0) pausePolling();
  const gpu = create(options);
  instances.push(gpu);
  return gpu;
}
