import { batchNorm2d } from '../../nn/layers/batchNorm2d.ts';
import type { CaseRunner } from './context.ts';
import { callModes, runLayer } from './layers.ts';

const runBatchNorm: CaseRunner = (golden, context) => {
  const options = {
    eps: golden.attributes.number('eps', 1e-5),
    momentum: golden.attributes.number('momentum', 0.1),
  };
  return runLayer(
    golden,
    { build: (scope, input) => batchNorm2d(scope, input, options), modes: callModes(golden) },
    context,
  );
};

export const normalizationRunners: Readonly<Record<string, CaseRunner>> = {
  batch_norm2d: runBatchNorm,
};
