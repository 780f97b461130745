import { Random, deriveSeed } from '../util/random.ts';
import { product } from '../util/math.ts';
import type { Graph, Tensor } from '../engine/graph.ts';
import type { TensorType } from '../engine/tensor.ts';
import type { Initializer, Variables } from '../engine/variables.ts';
import type { Observer } from './observer.ts';

/** Which of a model's graphs is being built. */
export interface ModelMode {
  /** Batch statistics, dropout, updates of running statistics. */
  readonly training: boolean;
  /** Layers with `freeze` use their running statistics although the model trains (PAPER §1.1, freeze mode). */
  readonly frozen: boolean;
  /** Deconvolution layers with a period go on with the mean and D of an earlier step. Default false. */
  readonly reusesDeconv?: boolean;
  /** Training leaves the running statistics as they are: for a graph that only looks. Default false. */
  readonly holdsStatistics?: boolean;
}

interface ScopeContext {
  readonly graph: Graph;
  readonly variables: Variables;
  readonly mode: ModelMode;
  readonly seed: number;
  /** Is told of every layer. */
  readonly observer?: Observer;
  layers: number;
}

/**
 * Where a layer stands in a model: the graph it adds to and the prefix of its variables' names. The same
 * model function, run on scopes of different modes over one `Variables`, gives the training, frozen and
 * evaluation graphs.
 */
export class Scope {
  private readonly context: ScopeContext;
  private readonly prefix: string;

  private constructor(context: ScopeContext, prefix: string) {
    this.context = context;
    this.prefix = prefix;
  }

  static root(options: Omit<ScopeContext, 'layers'>): Scope {
    return new Scope({ ...options, layers: 0 }, '');
  }

  get graph(): Graph {
    return this.context.graph;
  }

  get mode(): ModelMode {
    return this.context.mode;
  }

  /** `layer1.0.conv1`, the name of what declares its variables here. */
  get name(): string {
    return this.prefix.slice(0, -1);
  }

  get observer(): Observer | undefined {
    return this.context.observer;
  }

  /** A scope below this one: `scope.child('layer1.0').child('conv1')` prefixes `layer1.0.conv1.`. */
  child(name: string): Scope {
    return new Scope(this.context, `${this.prefix}${name}.`);
  }

  /** Fixes the order of children in the `state_dict` where it is not the order of their use. */
  order(...names: string[]): void {
    for (const name of names) this.context.variables.reserve(`${this.prefix}${name}.`);
  }

  /** A trainable parameter, named as in PyTorch's `state_dict`. */
  parameter(name: string, type: TensorType, initialize: Initializer): Tensor {
    return this.declare('parameter', name, type, initialize);
  }

  /**
   * A running statistic.
   *
   * @param stateDictShape where PyTorch's `state_dict` has another shape than the type's
   */
  state(name: string, type: TensorType, initialize: Initializer, stateDictShape?: readonly number[]): Tensor {
    return this.declare('state', name, type, initialize, stateDictShape);
  }

  /**
   * Seed for the weights of the next convolution or linear layer. It depends on how many came before and not on
   * names, so that networks that differ only in their normalisation start from the same weights.
   */
  nextLayerSeed(): number {
    return deriveSeed(this.context.seed, this.context.layers++);
  }

  private declare(
    kind: 'parameter' | 'state',
    name: string,
    type: TensorType,
    initialize: Initializer,
    stateDictShape?: readonly number[],
  ): Tensor {
    const { graph, variables } = this.context;
    return graph.variable(variables.declare(kind, this.prefix + name, type, initialize, stateDictShape));
  }
}

/** Uniform in [-bound, bound). */
export function uniformInitializer(seed: number, bound: number): Initializer {
  return (shape) => {
    const random = new Random(seed);
    return Float32Array.from({ length: product(shape) }, () => random.uniform(-bound, bound));
  };
}

export function constantInitializer(value: number): Initializer {
  return (shape) => new Float32Array(product(shape)).fill(value);
}

/** Identity matrices over the last two axes. */
export const identityInitializer: Initializer = (shape) => {
  const size = shape.at(-1)!;
  return Float32Array.from({ length: product(shape) }, (_, i) =>
    (i % (size * size)) % (size + 1) === 0 ? 1 : 0,
  );
};
