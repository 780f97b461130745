import type { Tensor } from '../../engine/graph.ts';
import type { NormalizationOptions } from '../blocks.ts';
import type { Scope } from '../scope.ts';

export interface ModelOptions extends NormalizationOptions {
  /** Length of the logits. */
  readonly classes: number;
  /** Multiplies the channel counts. Default 1. */
  readonly width?: number;
  /** Newton-Schulz iterations of the first layer. Default: the model's own, as in the authors' code. */
  readonly firstIterations?: number | null;
}

/** Images [N, C, H, W] to logits [N, classes]. */
export type Model = (scope: Scope, input: Tensor, options: ModelOptions) => Tensor;

/** Channels at a width: a multiple of four where the width is not 1 and there are that many, and at least one. */
export function scaleChannels(channels: number, width = 1): number {
  const scaled = channels * width;
  if (width === 1) return channels;
  return scaled >= 4 ? Math.round(scaled / 4) * 4 : Math.max(1, Math.round(scaled));
}
