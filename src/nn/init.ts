import { deriveSeed, Random } from '../util/random.ts';
import { product } from '../util/math.ts';
import type { Initializer } from '../engine/variables.ts';
import { constantInitializer, uniformInitializer, type Scope } from './scope.ts';

/**
 * `uniform`: weight and bias in +-1/sqrt(fanIn), PyTorch's default and the one of the authors' deconvolution layers.
 * `kaimingFanOut`: weight normal with variance 2 / fanOut, as in the ImageNet models; `kaimingFanOutNoBias`: bias 0, too.
 */
export type Initialization = 'uniform' | 'kaimingFanOut' | 'kaimingFanOutNoBias';

export interface Fans {
  /** Inputs of one output: inChannels / groups * kernelSize^2, or inFeatures. */
  readonly fanIn: number;
  /** Outputs of one input: outChannels * kernelSize^2, as PyTorch counts, or outFeatures. */
  readonly fanOut: number;
  /** Default `uniform`. */
  readonly initialization?: Initialization | undefined;
}

/**
 * Starting values of a convolution or linear layer. Takes the scope's next layer seed, so that an ordinary layer and
 * its deconvolution counterpart start from the same weights.
 */
export function layerInitializers(
  scope: Scope,
  { fanIn, fanOut, initialization = 'uniform' }: Fans,
): { weight: Initializer; bias: Initializer } {
  const seed = scope.nextLayerSeed();
  const bound = 1 / Math.sqrt(fanIn);
  const weightSeed = deriveSeed(seed, 0);
  return {
    weight:
      initialization === 'uniform'
        ? uniformInitializer(weightSeed, bound)
        : normalInitializer(weightSeed, Math.sqrt(2 / fanOut)),
    bias:
      initialization === 'kaimingFanOutNoBias'
        ? constantInitializer(0)
        : uniformInitializer(deriveSeed(seed, 1), bound),
  };
}

/** Normal with mean 0 and the given standard deviation. */
function normalInitializer(seed: number, deviation: number): Initializer {
  return (shape) => {
    const random = new Random(seed);
    return Float32Array.from({ length: product(shape) }, () => deviation * random.normal());
  };
}
