import type { CaseRunner } from './context.ts';
import { callModes, runLayer } from './layers.ts';
import { layerOf } from './layerTypes.ts';

const runBatchNorm: CaseRunner = (golden, context) =>
  runLayer(golden, { build: layerOf('batch_norm2d', golden.attributes), modes: callModes(golden) }, context);

export const normalizationRunners: Readonly<Record<string, CaseRunner>> = {
  batch_norm2d: runBatchNorm,
};
