import { gradients } from '../../engine/autodiff.ts';
import { Graph, type Tensor } from '../../engine/graph.ts';
import { activation } from '../../engine/tensor.ts';
import { Variables, type Variable } from '../../engine/variables.ts';
import { evaluate, type Feed } from '../../nn/evaluate.ts';
import { defaultFreezeIterations, isFrozenCall } from '../../nn/freeze.ts';
import { Scope, type ModelMode } from '../../nn/scope.ts';
import { UserError } from '../../util/assert.ts';
import type { GoldenCase } from './cases.ts';
import type { GoldenContext } from './context.ts';
import type { Produced } from './judge.ts';

export interface LayerRun {
  /** Adds the layer to a graph and returns its output. */
  readonly build: (scope: Scope, input: Tensor) => Tensor;
  /** Modes of the calls: those on `x_update`, in order, then the one on `x`. */
  readonly modes: readonly ModelMode[];
  /** Tensors of the last call's graph that the case may expect, by name. */
  readonly inside?: (graph: Graph) => Readonly<Record<string, Tensor>>;
}

/** Modes of the calls that a case describes by its `mode`, `num_updates` and, with freezing, `freeze_iter`. */
export function callModes({ attributes, entry }: GoldenCase): ModelMode[] {
  const updates = attributes.number('num_updates', 0);
  const mode = attributes.text('mode', 'train');
  const training = (frozen: boolean): ModelMode => ({ training: true, frozen });
  switch (mode) {
    case 'train':
    case 'eval': {
      const last = mode === 'train' ? training(false) : { training: false, frozen: false };
      return [...Array.from({ length: updates }, () => training(false)), last];
    }
    case 'train_freeze': {
      const iterations = attributes.number('freeze_iter', defaultFreezeIterations);
      return Array.from({ length: updates + 1 }, (_, call) => training(isFrozenCall(call, iterations)));
    }
    default:
      throw new UserError(`${entry.name}: mode is ${mode}; known are train, eval, train_freeze`);
  }
}

/**
 * Runs a layer with running statistics: parameters are given under their own names, statistics as `<t>_before`.
 * Produces the last call's output `y` and gradients, and the statistics as `<t>_after`.
 */
export async function runLayer(
  golden: GoldenCase,
  { build, modes, inside }: LayerRun,
  { gpu, pipelines }: GoldenContext,
): Promise<Produced> {
  const variables = new Variables();
  const input = golden.tensor('x');
  const type = activation(...input.shape);
  let values: Record<string, ArrayLike<number>> = {};
  for (const [call, mode] of modes.entries()) {
    const graph = new Graph();
    const x = graph.external('x', type);
    const y = build(Scope.root({ graph, variables, mode, seed: 0 }), x);
    if (call === 0) values = startingValues(golden, variables);
    if (call < modes.length - 1) {
      const batch = golden
        .tensor('x_update')
        .values.subarray(call * input.values.length, (call + 1) * input.values.length);
      const result = await evaluate(gpu, pipelines, graph, {
        outputs: { y },
        variables,
        values,
        feeds: { x: { type, values: batch } },
      });
      values = result.variables;
      continue;
    }
    const gradY = graph.external('grad_y', { shape: y.shape, layout: y.layout });
    const parameters = variables.parameters.map((variable) => [variable, graph.variable(variable)] as const);
    const upstream = [[y, gradY]] as const;
    const found = gradients(graph, { upstream, wrt: [x, ...parameters.map(([, tensor]) => tensor)] });
    const parameterGradients = new Map<Variable, Tensor>(
      parameters.flatMap(([variable, tensor]) => {
        const gradient = found.get(tensor);
        return gradient ? [[variable, gradient]] : [];
      }),
    );
    const gradX = found.get(x);
    const feeds: Record<string, Feed> = {
      x: { type, values: input.values },
      grad_y: { type: gradY, values: golden.tensor('grad_y').values },
    };
    const result = await evaluate(gpu, pipelines, graph, {
      outputs: { y, ...(gradX && { grad_x: gradX }), ...inside?.(graph) },
      parameterGradients,
      variables,
      values,
      feeds,
    });
    return new Map([
      ...Object.entries(result.outputs),
      ...Object.entries(result.gradients).map(([name, gradient]) => [`grad_${name}`, gradient] as const),
      ...variables.states.map(({ name }) => [`${name}_after`, result.variables[name]!] as const),
    ]);
  }
  return new Map();
}

/** Parameters must be given; a statistic that is neither a tensor nor an attribute starts as in a fresh layer. */
function startingValues(golden: GoldenCase, variables: Variables): Record<string, ArrayLike<number>> {
  const values: Record<string, ArrayLike<number>> = {};
  for (const { name, kind } of variables.all) {
    const tensor = kind === 'parameter' ? name : `${name}_before`;
    if (kind === 'parameter' || golden.has(tensor)) values[name] = golden.tensor(tensor).values;
    else if (golden.attributes.has(tensor)) values[name] = [golden.attributes.number(tensor)];
  }
  return values;
}
