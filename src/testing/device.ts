import { createDawn } from '../cli/dawn.ts';
import { requestGpu, type Gpu } from '../gpu/device.ts';
import { PipelineCache } from '../gpu/pipelines.ts';

let shared: Promise<TestGpu> | undefined;

export interface TestGpu extends Gpu {
  readonly pipelines: PipelineCache;
}

/** The adapter that numeric tests run on, one device per test file. Fails, rather than skips, without one. */
export function testGpu(): Promise<TestGpu> {
  shared ??= requestGpu(createDawn()).then((gpu) => {
    if (/null/i.test(`${gpu.adapter.vendor} ${gpu.adapter.description}`))
      throw new Error('numeric tests need a real adapter; Dawn offers its null backend');
    return { ...gpu, pipelines: new PipelineCache(gpu) };
  });
  return shared;
}
