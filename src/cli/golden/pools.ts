import { avgPool2d, globalAvgPool2d, maxPool2d } from '../../engine/ops/pool2d.ts';
import type { Attributes } from './attributes.ts';
import type { CaseRunner } from './context.ts';
import { runOperation } from './runOperation.ts';

/** Window of a pool; without a stride it is as wide as the stride, as in PyTorch. */
export function poolWindow(attributes: Attributes) {
  const kernelSize = attributes.number('kernel_size');
  attributes.expect('ceil_mode', false);
  attributes.expect('count_include_pad', true);
  return {
    kernelSize,
    stride: attributes.number('stride', kernelSize),
    padding: attributes.number('padding', 0),
  };
}

const poolRunner =
  (pool: typeof maxPool2d): CaseRunner =>
  (golden, context) =>
    runOperation(golden, context, (graph, input) => ({
      y: pool(graph, input('x'), poolWindow(golden.attributes)),
    }));

const runGlobalAvgPool: CaseRunner = (golden, context) =>
  runOperation(golden, context, (graph, input) => ({ y: globalAvgPool2d(graph, input('x')) }));

export const poolRunners: Readonly<Record<string, CaseRunner>> = {
  max_pool2d: poolRunner(maxPool2d),
  avg_pool2d: poolRunner(avgPool2d),
  global_avg_pool2d: runGlobalAvgPool,
};
