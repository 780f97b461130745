import { deriveSeed } from '../util/random.ts';
import type { Initializer } from '../engine/variables.ts';
import { uniformInitializer, type Scope } from './scope.ts';

/**
 * Starting values of a convolution or linear layer: weight and bias uniform in +-1/sqrt(fanIn), PyTorch's default
 * and the one of the authors' deconvolution layers. Takes the scope's next layer seed, so that an ordinary layer
 * and its deconvolution counterpart start from the same weights.
 *
 * @param fanIn inputs of one output: inChannels / groups * kernelSize^2, or inFeatures.
 */
export function defaultInitializers(scope: Scope, fanIn: number): { weight: Initializer; bias: Initializer } {
  const seed = scope.nextLayerSeed();
  const bound = 1 / Math.sqrt(fanIn);
  return {
    weight: uniformInitializer(deriveSeed(seed, 0), bound),
    bias: uniformInitializer(deriveSeed(seed, 1), bound),
  };
}
