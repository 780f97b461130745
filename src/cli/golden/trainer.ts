import { gradients } from '../../engine/autodiff.ts';
import { Graph, type Tensor } from '../../engine/graph.ts';
import type { Optimizer } from '../../engine/optimizer.ts';
import { softmaxCrossEntropy } from '../../engine/ops/losses.ts';
import { activation, flat } from '../../engine/tensor.ts';
import { Variables, type Variable } from '../../engine/variables.ts';
import type { StepValues } from '../../gpu/stepUniform.ts';
import { evaluate, type Evaluation, type Feed } from '../../nn/evaluate.ts';
import { Scope, type ModelMode } from '../../nn/scope.ts';
import type { GoldenTensor } from './cases.ts';
import type { GoldenContext } from './context.ts';

export interface TrainingRun {
  /** Adds the network to a graph and returns its logits. */
  readonly build: (scope: Scope, input: Tensor) => Tensor;
  readonly input: GoldenTensor;
  readonly labels: Uint32Array;
  /** Starting values of a variable; its own initialiser where null. */
  readonly start: (variable: Variable) => ArrayLike<number> | null;
  readonly optimizer: Optimizer;
  readonly steps: number;
  /** Settings of one step. */
  readonly step: (step: number) => Partial<StepValues>;
}

export interface TrainingResult {
  /** Loss of each step, before its update. */
  readonly losses: readonly number[];
  /** Of the first step, before its update. */
  readonly logits: Float32Array;
  readonly gradients: Readonly<Record<string, Float32Array>>;
  readonly variables: Variables;
  /** Values before the first and after the last step, by name. */
  readonly initial: Readonly<Record<string, ArrayLike<number>>>;
  readonly final: Readonly<Record<string, Float32Array>>;
  /** In evaluation mode, with the final values. */
  readonly evaluationLogits: Float32Array;
}

/** Trains on one fixed batch, as a session does on its batches, and then evaluates it. */
export async function train(run: TrainingRun, { gpu, pipelines }: GoldenContext): Promise<TrainingResult> {
  const variables = new Variables();
  const feeds: Record<string, Feed> = {
    input: { type: activation(...run.input.shape), values: run.input.values },
    labels: { type: flat(run.labels.length), values: run.labels },
  };
  const build = (mode: ModelMode) => {
    const graph = new Graph();
    const input = graph.external('input', feeds.input!.type);
    const logits = run.build(Scope.root({ graph, variables, mode, seed: 0 }), input);
    return { graph, logits };
  };

  const { graph, logits } = build({ training: true, frozen: false });
  const { loss } = softmaxCrossEntropy(graph, logits, graph.external('labels', feeds.labels!.type));
  const parameterGradients = differentiate(graph, loss, variables);
  const initial = Object.fromEntries(
    variables.all.map((variable) => [
      variable.name,
      run.start(variable) ?? variable.initialize(variable.type.shape),
    ]),
  );
  const losses: number[] = [];
  const first: { logits?: Float32Array; gradients?: Evaluation['gradients'] } = {};
  const { variables: final } = await evaluate(gpu, pipelines, graph, {
    outputs: { logits, loss },
    parameterGradients,
    optimizer: run.optimizer,
    variables,
    values: initial,
    feeds,
    runs: run.steps,
    step: run.step,
    afterRun: async (step, readings) => {
      const outputs = await readings.outputs();
      losses.push(outputs.loss![0]!);
      if (step > 0) return;
      first.logits = outputs.logits!;
      first.gradients = await readings.gradients();
    },
  });

  const evaluation = build({ training: false, frozen: false });
  const { outputs } = await evaluate(gpu, pipelines, evaluation.graph, {
    outputs: { logits: evaluation.logits },
    variables,
    values: final,
    feeds: { input: feeds.input! },
  });
  return {
    losses,
    logits: first.logits!,
    gradients: first.gradients!,
    variables,
    initial,
    final,
    evaluationLogits: outputs.logits!,
  };
}

/** Gradients of all parameters that the loss depends on. */
function differentiate(graph: Graph, loss: Tensor, variables: Variables): Map<Variable, Tensor> {
  const tensors = variables.parameters.map((variable) => [variable, graph.variable(variable)] as const);
  const found = gradients(graph, { loss, wrt: tensors.map(([, tensor]) => tensor) });
  return new Map(
    tensors.flatMap(([variable, tensor]) => {
      const gradient = found.get(tensor);
      return gradient ? [[variable, gradient]] : [];
    }),
  );
}
