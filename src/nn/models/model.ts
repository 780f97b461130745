import type { Tensor } from '../../engine/graph.ts';
import type { NormalizationOptions } from '../blocks.ts';
import type { Scope } from '../scope.ts';

export interface ModelOptions extends NormalizationOptions {
  /** Length of the logits. */
  readonly classes: number;
  /** Multiplies the channel counts. Default 1. */
  readonly width?: number;
  /** Multiplies the numbers of layers or blocks of each stage. Default 1. */
  readonly depth?: number;
  /** Of the network of one's own, as in `own/layerList.ts`; other models have layers of their own. */
  readonly layers?: string;
}

/** Images [N, C, H, W] to logits [N, classes]. */
export type Model = (scope: Scope, input: Tensor, options: ModelOptions) => Tensor;

/**
 * Channels at a width: a multiple of four where the width is not 1 and there are that many, and at least one.
 *
 * @param multiple what the channels must be a multiple of, e.g. the number of groups.
 */
export function scaleChannels(channels: number, width = 1, multiple = 4): number {
  const scaled = channels * width;
  if (width === 1) return channels;
  if (multiple === 4 && scaled < 4) return Math.max(1, Math.round(scaled));
  return Math.max(1, Math.round(scaled / multiple)) * multiple;
}

/** Layers or blocks of a stage at a depth: at least one. */
export function scaleDepth(count: number, depth = 1): number {
  return Math.max(1, Math.round(count * depth));
}
