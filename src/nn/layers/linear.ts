import type { Tensor } from '../../engine/graph.ts';
import { linear as linearOp } from '../../engine/ops/conv2d.ts';
import { nchw, vector } from '../../engine/tensor.ts';
import { defaultInitializers } from '../init.ts';
import type { Scope } from '../scope.ts';

export interface LinearLayerOptions {
  readonly outFeatures: number;
  /** Default true. */
  readonly bias?: boolean;
}

/**
 * Linear layer with its parameters `weight` [O, F] and `bias` [O].
 *
 * @param input [N, F]
 * @returns [N, O]
 */
export function linear(scope: Scope, input: Tensor, options: LinearLayerOptions): Tensor {
  const { outFeatures, bias = true } = options;
  const inFeatures = nchw(input).c;
  const initialize = defaultInitializers(scope, inFeatures);
  const weight = scope.parameter(
    'weight',
    { shape: [outFeatures, inFeatures], layout: 'weight' },
    initialize.weight,
  );
  return linearOp(
    scope.graph,
    input,
    weight,
    bias ? scope.parameter('bias', vector(outFeatures), initialize.bias) : null,
  );
}
