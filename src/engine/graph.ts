import { assert } from '../util/assert.ts';
import type { Op } from './op.ts';
import type { TensorType } from './tensor.ts';
import type { Variable } from './variables.ts';

/** Where the values of a tensor come from. */
export type Source =
  | { readonly kind: 'node'; readonly node: Node }
  /** A parameter or running statistic. */
  | { readonly kind: 'variable'; readonly variable: Variable }
  /** A buffer that the caller provides under this name: a batch, labels, the metrics ring. */
  | { readonly kind: 'external'; readonly name: string }
  /** Made by `lower`, between the dispatches of one op. */
  | { readonly kind: 'scratch' };

export interface Tensor extends TensorType {
  readonly source: Source;
}

/** Backward is more graph: only for timings it matters which nodes it consists of. */
export type GraphPart = 'forward' | 'backward';

export interface Node {
  readonly part: GraphPart;
  readonly op: Op;
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** A computation, written down in an order in which it can run. Knows no device. */
export class Graph {
  readonly nodes: Node[] = [];
  /** What nodes are part of that are added from now on. */
  part: GraphPart = 'forward';
  private readonly externals = new Map<string, Tensor>();
  private readonly variables = new Map<Variable, Tensor>();

  /** Adds an operation and returns its outputs. */
  apply(op: Op, inputs: readonly Tensor[]): Tensor[] {
    const outputs: Tensor[] = [];
    const node: Node = { part: this.part, op, inputs: [...inputs], outputs };
    for (const type of op.infer(inputs)) outputs.push({ ...type, source: { kind: 'node', node } });
    this.nodes.push(node);
    return outputs;
  }

  /** Adds an operation with exactly one output. */
  apply1(op: Op, inputs: readonly Tensor[]): Tensor {
    const [output, ...others] = this.apply(op, inputs);
    assert(output && others.length === 0, `${op.name} has ${others.length + 1} outputs, one expected`);
    return output;
  }

  /** The tensor of a parameter or running statistic; the same object at each call. */
  variable(variable: Variable): Tensor {
    let tensor = this.variables.get(variable);
    if (!tensor) {
      tensor = { ...variable.type, source: { kind: 'variable', variable } };
      this.variables.set(variable, tensor);
    }
    return tensor;
  }

  /** A buffer that the caller provides; the same object for the same name. */
  external(name: string, type: TensorType): Tensor {
    let tensor = this.externals.get(name);
    if (!tensor) {
      tensor = { shape: type.shape, layout: type.layout, source: { kind: 'external', name } };
      this.externals.set(name, tensor);
    }
    return tensor;
  }
}
