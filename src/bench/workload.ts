import type { CompileRequest } from '../engine/compile.ts';
import type { Graph } from '../engine/graph.ts';
import type { Variable, Variables } from '../engine/variables.ts';
import type { StepValues } from '../gpu/stepUniform.ts';
import type { Feed } from '../nn/evaluate.ts';

/** Something to measure: a whole training step, or one operation. */
export interface Workload {
  /** As on the command line and in reports. */
  readonly name: string;
  /** What it is, in a few words. */
  readonly title: string;
  readonly batchSize: number;
  /** Images that one step trains on; 0 where a step is an operation rather than training. */
  readonly images: number;
  /**
   * Floating-point operations of a step: two for each multiply-add of convolutions and products, twice the forward
   * pass for the backward pass, none for the gradient of the images. 0 where that says nothing.
   */
  readonly flops: number;
  readonly build: () => BuiltWorkload;
}

export interface BuiltWorkload {
  readonly graph: Graph;
  readonly request: CompileRequest;
  readonly variables: Variables;
  /** Starting values of a variable, or null for those of its own initialiser. Without the function, all are zero. */
  readonly values: ((variable: Variable) => ArrayLike<number> | null) | null;
  /** Contents of the external tensors. */
  readonly feeds: Readonly<Record<string, Feed>>;
  readonly step: Partial<StepValues>;
}

/** The settings of every training step that is measured: plain SGD with momentum. */
export const trainingStep = { learningRate: 0.01, momentum: 0.9 } as const;
