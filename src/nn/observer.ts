import type { Tensor } from '../engine/graph.ts';
import type { SamplingOptions } from '../engine/ops/sampling.ts';
import type { InverseSqrt } from './layers/inverseSqrt.ts';

/** A whitening, told before the layer into which it is folded or which it stands in front of. */
export interface ObservedWhitening {
  /** Name of the layer in the `state_dict`. */
  readonly name: string;
  readonly input: Tensor;
  readonly sampling: SamplingOptions;
  /** mu [groups * D] and D, as the layer uses them. */
  readonly mean: Tensor;
  readonly deconv: Tensor;
  /** Sigma + eps I of the batch; null where running statistics are used. */
  readonly covariance: Tensor | null;
  readonly inverseSqrt: InverseSqrt;
  /** As many as it takes. */
  readonly iterations: number;
  readonly eps: number;
  /** Whether the layer holds still now and then. */
  readonly freeze: boolean;
}

/** A convolution or linear layer. */
export interface ObservedLayer {
  /** Name in the `state_dict`, without `.weight`. */
  readonly name: string;
  readonly kind: 'conv' | 'linear';
  readonly input: Tensor;
  readonly output: Tensor;
  readonly weight: Tensor;
  /** V D where a whitening is folded in, else the weight. */
  readonly effectiveWeight: Tensor;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
}

/** Hears of a model's layers while its graph is built, in the order of the forward pass. */
export interface Observer {
  whitening(whitening: ObservedWhitening): void;
  layer(layer: ObservedLayer): void;
  /** The output of a normalisation that follows a layer. */
  normalization(output: Tensor, layer: { readonly name: string; readonly input: Tensor }): void;
}
