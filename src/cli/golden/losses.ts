import { softmaxCrossEntropy } from '../../engine/ops/losses.ts';
import type { CaseRunner } from './context.ts';
import { runOperation } from './runOperation.ts';

const runCrossEntropy: CaseRunner = (golden, context) =>
  runOperation(golden, context, (graph, input) => {
    golden.attributes.expect('reduction', 'mean');
    const labels = Uint32Array.from(golden.tensor('target').values);
    const labelSmoothing = golden.attributes.number('label_smoothing', 0);
    return {
      loss: softmaxCrossEntropy(graph, input('x'), input('target', 'flat', labels), { labelSmoothing }).loss,
    };
  });

export const lossRunners: Readonly<Record<string, CaseRunner>> = { cross_entropy: runCrossEntropy };
