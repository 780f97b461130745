import type { Optimizer } from '../../engine/optimizer.ts';
import { adam, adamw } from './adam.ts';
import { sgd } from './sgd.ts';

/** The optimizers that a configuration can name. */
export const optimizers: Readonly<
  Record<'sgd' | 'adam' | 'adamw', (settings: { readonly nesterov: boolean }) => Optimizer>
> = { sgd, adam: () => adam(), adamw: () => adamw() };
