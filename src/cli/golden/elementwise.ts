import type { Graph, Tensor } from '../../engine/graph.ts';
import { relu, relu6, sigmoid, silu } from '../../engine/ops/activations.ts';
import { add } from '../../engine/ops/add.ts';
import type { CaseRunner } from './context.ts';
import { runOperation } from './runOperation.ts';

const activationRunner =
  (activation: (graph: Graph, input: Tensor) => Tensor): CaseRunner =>
  (golden, context) =>
    runOperation(golden, context, (graph, input) => ({ y: activation(graph, input('x')) }));

const runAdd: CaseRunner = (golden, context) =>
  runOperation(golden, context, (graph, input) => ({ y: add(graph, input('x0'), input('x1')) }));

export const elementwiseRunners: Readonly<Record<string, CaseRunner>> = {
  relu: activationRunner(relu),
  relu6: activationRunner(relu6),
  sigmoid: activationRunner(sigmoid),
  silu: activationRunner(silu),
  add: runAdd,
};
