import type { Optimizer } from '../../engine/optimizer.ts';

/**
 * Stochastic gradient descent with momentum, as PyTorch's `SGD` with dampening 0; weight decay adds to the
 * gradient. Learning rate, momentum (0 switches it off) and weight decay come with each step.
 */
export function sgd({ nesterov = false }: { readonly nesterov?: boolean } = {}): Optimizer {
  return {
    name: 'sgd',
    kernel: 'optimizer/sgd',
    constants: { NESTEROV: nesterov ? 1 : 0 },
    moments: ['firstMoment'],
  };
}
