import type { Gpu } from '../../gpu/device.ts';
import type { PipelineCache } from '../../gpu/pipelines.ts';
import type { GoldenCase } from './cases.ts';
import type { Produced } from './judge.ts';

/** What every case runs on. One cache serves all of them, so that equal kernels compile once. */
export interface GoldenContext {
  readonly gpu: Gpu;
  readonly pipelines: PipelineCache;
}

/** Computes what a case of one op expects. */
export type CaseRunner = (golden: GoldenCase, context: GoldenContext) => Promise<Produced>;
