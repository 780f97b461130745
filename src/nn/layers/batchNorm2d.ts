import type { Tensor } from '../../engine/graph.ts';
import { batchNorm2d as batchNorm2dOp, batchNormInference } from '../../engine/ops/batchNorm2d.ts';
import { nchw, vector } from '../../engine/tensor.ts';
import { constantInitializer, type Scope } from '../scope.ts';

export interface BatchNorm2dLayerOptions {
  /** Added to the variance. Default 1e-5. */
  readonly eps?: number;
  /** Weight of the new batch in the running statistics. Default 0.1. */
  readonly momentum?: number;
}

/**
 * Batch normalisation with its parameters `weight` and `bias` and running statistics `running_mean` and
 * `running_var`, each [C]: by the batch's statistics in training, by the running ones in evaluation.
 *
 * @param input [N, C, H, W] or [N, C]
 * @returns like the input
 */
export function batchNorm2d(scope: Scope, input: Tensor, options: BatchNorm2dLayerOptions = {}): Tensor {
  const { eps = 1e-5, momentum = 0.1 } = options;
  const { weight, bias, mean, variance } = batchNorm2dVariables(scope, nchw(input).c);
  const { training, holdsStatistics = false } = scope.mode;
  const running = { mean, variance, momentum };
  const output = training
    ? batchNorm2dOp(scope.graph, input, weight, bias, { eps, ...(!holdsStatistics && { running }) }).output
    : batchNormInference(scope.graph, input, weight, bias, mean, variance, { eps });
  scope.observer?.normalization(output, { name: scope.name, input });
  return output;
}

/** The variables of a batch normalisation, in PyTorch's order. */
export function batchNorm2dVariables(scope: Scope, channels: number) {
  const type = vector(channels);
  return {
    weight: scope.parameter('weight', type, constantInitializer(1)),
    bias: scope.parameter('bias', type, constantInitializer(0)),
    mean: scope.state('running_mean', type, constantInitializer(0)),
    variance: scope.state('running_var', type, constantInitializer(1)),
  };
}
