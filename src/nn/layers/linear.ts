import type { Tensor } from '../../engine/graph.ts';
import { linear as linearOp } from '../../engine/ops/conv2d.ts';
import { nchw, vector } from '../../engine/tensor.ts';
import { layerInitializers } from '../init.ts';
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
  const initialize = layerInitializers(scope, { fanIn: inFeatures, fanOut: outFeatures });
  const weight = scope.parameter(
    'weight',
    { shape: [outFeatures, inFeatures], layout: 'weight' },
    initialize.weight,
  );
  const output = linearOp(
    scope.graph,
    input,
    weight,
    bias ? scope.parameter('bias', vector(outFeatures), initialize.bias) : null,
  );
  scope.observer?.layer({ ...observedLinear(scope, input, output), weight, effectiveWeight: weight });
  return output;
}

/** What every linear layer tells of itself alike. */
export function observedLinear(scope: Scope, input: Tensor, output: Tensor) {
  const window = { kernelSize: 1, stride: 1, padding: 0, dilation: 1, groups: 1 };
  return { name: scope.name, kind: 'linear', input, output, ...window } as const;
}
