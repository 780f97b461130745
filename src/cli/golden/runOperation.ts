import { gradients } from '../../engine/autodiff.ts';
import { Graph, type Tensor } from '../../engine/graph.ts';
import type { Layout } from '../../engine/tensor.ts';
import { evaluate, type Feed } from '../../nn/evaluate.ts';
import { UserError } from '../../util/assert.ts';
import type { GoldenCase } from './cases.ts';
import type { GoldenContext } from './context.ts';
import type { Produced } from './judge.ts';

/** Declares a tensor of the case as an input of the graph. Default: an activation, with the values of the case. */
export type DeclareInput = (name: string, layout?: Layout, values?: Uint32Array) => Tensor;

/**
 * Runs operations without state: `build` returns the output, under its name in the case. Every input t for which
 * the case has `grad_t` is differentiated, upstream being `grad_<output>`, or one for a scalar loss without it.
 */
export async function runOperation(
  golden: GoldenCase,
  { gpu, pipelines }: GoldenContext,
  build: (graph: Graph, input: DeclareInput) => Readonly<Record<string, Tensor>>,
): Promise<Produced> {
  const graph = new Graph();
  const feeds: Record<string, Feed> = {};
  const inputs = new Map<string, Tensor>();
  const declare: DeclareInput = (name, layout = 'activation', values) => {
    const given = golden.tensor(name);
    const tensor = graph.external(name, { shape: given.shape, layout });
    feeds[name] = { type: tensor, values: values ?? given.values };
    inputs.set(name, tensor);
    return tensor;
  };
  const outputs = { ...build(graph, declare) };
  const differentiated = [...inputs].filter(([name]) => golden.has(`grad_${name}`));
  if (differentiated.length > 0) {
    const [[name, output] = [], ...others] = Object.entries(outputs);
    if (!name || !output || others.length > 0)
      throw new UserError(`${golden.entry.name}: gradients need exactly one output`);
    const upstream = golden.has(`grad_${name}`) ? declare(`grad_${name}`, output.layout) : null;
    const found = gradients(graph, {
      ...(upstream ? { upstream: [[output, upstream]] as const } : { loss: output }),
      wrt: differentiated.map(([, tensor]) => tensor),
    });
    for (const [input, tensor] of differentiated) {
      const gradient = found.get(tensor);
      if (gradient) outputs[`grad_${input}`] = gradient;
    }
  }
  const evaluation = await evaluate(gpu, pipelines, graph, { outputs, feeds });
  return new Map(Object.entries(evaluation.outputs));
}
