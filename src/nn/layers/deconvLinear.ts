import type { Tensor } from '../../engine/graph.ts';
import { linear } from '../../engine/ops/conv2d.ts';
import { fill } from '../../engine/ops/fill.ts';
import { foldWhitening } from '../../engine/ops/foldWhitening.ts';
import { nchw, vector } from '../../engine/tensor.ts';
import { effectiveBlockSize } from '../blockRule.ts';
import { layerInitializers } from '../init.ts';
import type { Scope } from '../scope.ts';
import { observedLinear } from './linear.ts';
import { whitening, type WhiteningOptions } from './whitening.ts';

export interface DeconvLinearOptions extends WhiteningOptions {
  readonly outFeatures: number;
  /** Default true. */
  readonly bias?: boolean;
  /** Features whitened together; see `effectiveBlockSize`. Default 512. */
  readonly blockSize?: number;
}

/**
 * Linear layer on whitened features (PAPER §1.5): like `deconvConv2d`, with blocks of neighbouring features and
 * without sampling. Parameters `weight` [O, F] and `bias` [O]; running statistics `running_mean` [D] and
 * `running_deconv` [D, D].
 *
 * @param input [N, F]
 * @returns [N, O]
 */
export function deconvLinear(scope: Scope, input: Tensor, options: DeconvLinearOptions): Tensor {
  const { outFeatures, bias: hasBias = true, blockSize = 512 } = options;
  const { c: inFeatures } = nchw(input);
  const initialize = layerInitializers(scope, { fanIn: inFeatures, fanOut: outFeatures });
  const weight = scope.parameter(
    'weight',
    { shape: [outFeatures, inFeatures], layout: 'weight' },
    initialize.weight,
  );
  const bias = hasBias
    ? scope.parameter('bias', vector(outFeatures), initialize.bias)
    : fill(scope.graph, vector(outFeatures), 0);
  const sampling = { blockSize: effectiveBlockSize(blockSize, inFeatures), contiguous: true };
  const { mean, deconv } = whitening(scope, input, sampling, options);
  const folded = foldWhitening(scope.graph, { weight, bias }, { deconv, mean, contiguous: true });
  const output = linear(scope.graph, input, folded.weight, folded.bias);
  scope.observer?.layer({
    ...observedLinear(scope, input, output),
    weight,
    effectiveWeight: folded.weight,
  });
  return output;
}
