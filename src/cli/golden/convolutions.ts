import { conv2d, linear } from '../../engine/ops/conv2d.ts';
import type { CaseRunner } from './context.ts';
import { runOperation } from './runOperation.ts';

const runConv2d: CaseRunner = (golden, context) =>
  runOperation(golden, context, (graph, input) => {
    const { attributes } = golden;
    const groups = attributes.number('groups', 1);
    const weight = input('weight', groups === 1 ? 'weight' : 'groupedWeight');
    const bias = golden.has('bias') ? input('bias', 'vector') : null;
    const y = conv2d(graph, input('x'), weight, bias, {
      stride: attributes.number('stride', 1),
      padding: attributes.number('padding', 0),
      dilation: attributes.number('dilation', 1),
      groups,
    });
    return { y };
  });

const runLinear: CaseRunner = (golden, context) =>
  runOperation(golden, context, (graph, input) => {
    const bias = golden.has('bias') ? input('bias', 'vector') : null;
    return { y: linear(graph, input('x'), input('weight', 'weight'), bias) };
  });

export const convolutionRunners: Readonly<Record<string, CaseRunner>> = {
  conv2d: runConv2d,
  linear: runLinear,
};
