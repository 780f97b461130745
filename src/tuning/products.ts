import { gradients } from '../engine/autodiff.ts';
import { compile } from '../engine/compile.ts';
import { Graph } from '../engine/graph.ts';
import { conv2d } from '../engine/ops/conv2d.ts';
import { squareProduct } from '../engine/ops/squareProduct.ts';
import type { Program } from '../engine/program.ts';
import { activation } from '../engine/tensor.ts';
import type { ProductFamily } from '../gpu/broadcast.ts';

/** Sizes of what is timed. */
export interface ProductSizes {
  readonly batch: number;
  /** Channels that go into and come out of the convolution. */
  readonly channels: number;
  /** Height and width of its maps. */
  readonly map: number;
  /** Rows of the square matrices: a deconvolution's D. */
  readonly side: number;
}

/** A layer in the middle of a network for small images. */
export const usualSizes: ProductSizes = { batch: 32, channels: 64, map: 16, side: 576 };

/** What is timed of each family: a 3x3 convolution, its weight's gradient, a product of square matrices. */
export function productPrograms({
  batch,
  channels,
  map,
  side,
}: ProductSizes): Record<ProductFamily, Program> {
  const convolution = (of: 'output' | 'gradWeight') => {
    const graph = new Graph();
    const maps = activation(batch, channels, map, map);
    const input = graph.external('input', maps);
    const weight = graph.external('weight', { shape: [channels, channels, 3, 3], layout: 'weight' });
    const output = conv2d(graph, input, weight, null, { padding: 1 });
    if (of === 'output') return compile(graph, { outputs: { output } });
    const upstream = [[output, graph.external('gradOutput', maps)]] as const;
    return compile(graph, {
      outputs: { gradWeight: gradients(graph, { upstream, wrt: [weight] }).get(weight)! },
    });
  };
  const graph = new Graph();
  const matrix = { shape: [side, side], layout: 'matrix' } as const;
  const product = squareProduct(graph, graph.external('first', matrix), graph.external('second', matrix));
  return {
    gemmRows: convolution('output'),
    gemmColumns: convolution('gradWeight'),
    transposedProduct: compile(graph, { outputs: { product } }),
  };
}
