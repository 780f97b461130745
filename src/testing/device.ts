import { createDawn } from '../cli/dawn.ts';
import { requestWorkingGpu } from '../cli/workingGpu.ts';
import type { Gpu } from '../gpu/device.ts';
import { PipelineCache } from '../gpu/pipelines.ts';

let shared: Promise<TestGpu> | undefined;

export interface TestGpu extends Gpu {
  readonly pipelines: PipelineCache;
}

/** The adapter that numeric tests run on, one device per test file. Fails, rather than skips, without one. */
export function testGpu(): Promise<TestGpu> {
  shared ??= requestWorkingGpu(createDawn()).then((gpu) => ({ ...gpu, pipelines: new PipelineCache(gpu) }));
  return shared;
}
