import { assert } from '../util/assert.ts';
import type { Graph, Node, Tensor } from './graph.ts';
import { add } from './ops/add.ts';

export interface GradientRequest {
  /** Scalar loss whose derivative is one. */
  readonly loss?: Tensor;
  /** Outputs with their given upstream gradients, in place of (or beside) a loss. */
  readonly upstream?: readonly (readonly [output: Tensor, gradOutput: Tensor])[];
  /** Tensors whose gradients are wanted. */
  readonly wrt: readonly Tensor[];
}

/**
 * Reverse-mode differentiation as graph surgery: appends the nodes that compute the gradients and returns them.
 *
 * @returns the gradient of each tensor of `wrt`; a tensor that the loss does not depend on is missing.
 */
export function gradients(graph: Graph, { loss, upstream = [], wrt }: GradientRequest): Map<Tensor, Tensor> {
  const forward = [...graph.nodes];
  graph.part = 'backward';
  const active = dependents(forward, new Set(wrt));
  const accumulated = new Map<Tensor, Tensor>();
  const accumulate = (tensor: Tensor, gradient: Tensor) => {
    const sum = accumulated.get(tensor);
    accumulated.set(tensor, sum ? add(graph, sum, gradient) : gradient);
  };
  for (const [output, gradOutput] of upstream) accumulate(output, gradOutput);

  for (const node of forward.reverse()) {
    const needed = node.inputs.map((input) => active.has(input));
    const isLoss = loss !== undefined && node.outputs.includes(loss);
    const gradOutputs = node.outputs.map((output) => accumulated.get(output) ?? null);
    if (!needed.includes(true) || (!isLoss && gradOutputs.every((gradient) => gradient === null))) continue;
    assert(node.op.gradient, `${node.op.name} has no gradient`);
    const gradInputs = node.op.gradient({
      graph,
      inputs: node.inputs,
      outputs: node.outputs,
      gradOutputs,
      needed,
    });
    node.inputs.forEach((input, i) => {
      const gradient = gradInputs[i];
      if (needed[i] && gradient) accumulate(input, gradient);
    });
  }
  return new Map(
    wrt.flatMap((tensor) => (accumulated.has(tensor) ? [[tensor, accumulated.get(tensor)!]] : [])),
  );
}

/** `roots` and every tensor computed from them by differentiable operations. */
function dependents(nodes: readonly Node[], roots: ReadonlySet<Tensor>): Set<Tensor> {
  const active = new Set(roots);
  for (const node of nodes) {
    if (!node.op.gradient || !node.inputs.some((input) => active.has(input))) continue;
    for (const output of node.outputs) active.add(output);
  }
  return active;
}
