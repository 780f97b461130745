import type { Optimizer } from '../../engine/optimizer.ts';
import type { StepValues } from '../../gpu/stepUniform.ts';

export interface AdamOptions {
  /** Decay of the mean of gradients. Default 0.9. */
  readonly beta1?: number;
  /** Decay of the mean of squared gradients. Default 0.999. */
  readonly beta2?: number;
  /** Default 1e-8. */
  readonly eps?: number;
}

const defaults = { beta1: 0.9, beta2: 0.999, eps: 1e-8 };

function adamOf(name: 'adam' | 'adamw', options: AdamOptions): Optimizer {
  const { beta1, beta2, eps } = { ...defaults, ...options };
  return {
    name,
    kernel: `optimizer/${name}`,
    constants: { GAIN1: 1 - beta1, GAIN2: 1 - beta2, EPS: eps },
    moments: ['firstMoment', 'secondMoment'],
  };
}

/** Adam (Kingma and Ba, 2015), as PyTorch's: weight decay adds to the gradient. Needs {@link adamCorrections}. */
export function adam(options: AdamOptions = {}): Optimizer {
  return adamOf('adam', options);
}

/** Adam with decoupled weight decay (Loshchilov and Hutter, 2019), as PyTorch's. Needs {@link adamCorrections}. */
export function adamw(options: AdamOptions = {}): Optimizer {
  return adamOf('adamw', options);
}

/** The bias corrections 1 - beta^t that both need in the per-step uniform; `step` counts from 0, t from 1. */
export function adamCorrections(
  step: number,
  options: AdamOptions = {},
): Pick<StepValues, 'correction1' | 'correction2'> {
  const { beta1, beta2 } = { ...defaults, ...options };
  return { correction1: 1 - beta1 ** (step + 1), correction2: 1 - beta2 ** (step + 1) };
}
