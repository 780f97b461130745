import type { Tensor } from '../graph.ts';
import type { Dispatch } from '../op.ts';
import { nchw, type TensorType } from '../tensor.ts';
import { columnsOf } from './columnSum.ts';

// Batch normalisation with a max pool behind it: what lies between the two is never stored, and only the maximum of each
// window has a gradient. Lines of windows are workgroups, so that one pipeline serves maps of every size.

type Reads = Record<'input' | 'statistics' | 'weight' | 'bias', Tensor>;
type Constants = Readonly<Record<string, number>>;

/** Workgroups of the lines of `pooled` [N, C, H, W] in `maps` maps. */
function lineWorkgroups(pooled: TensorType, maps: number): [number, number, number] {
  const { h, w } = nchw(pooled);
  return [Math.ceil((w * columnsOf(pooled).vectors) / 64), h, maps];
}

/** Maps to an invocation, which reads what belongs to its channels once for all of them. */
function mapsEach(pooled: TensorType): number {
  const { n } = nchw(pooled);
  return [8, 4, 2].find((count) => n % count === 0) ?? 1;
}

/** Constants and workgroups of the kernels that go through all maps. */
function perWindow(
  pooled: TensorType,
  constants: Constants,
): Required<Pick<Dispatch, 'constants' | 'workgroups'>> {
  const each = mapsEach(pooled);
  return {
    constants: { ...constants, MAPS_EACH: each },
    workgroups: lineWorkgroups(pooled, nchw(pooled).n / each),
  };
}

/** pooled = max over windows of the normalised input. */
export function applyPool(reads: Reads, pooled: Tensor, constants: Constants): Dispatch {
  return {
    kernel: 'norm/batchNormApplyPool',
    ...perWindow(pooled, constants),
    reads,
    writes: { output: pooled },
  };
}

/** In how many parts the maps are summed: enough invocations to fill a GPU, 8 maps each. */
export function poolParts(pooled: TensorType): number {
  const { n, h, w } = nchw(pooled);
  return Math.min(Math.ceil(n / 8), Math.ceil(16_384 / (h * w * columnsOf(pooled).vectors)));
}

/** Partial sums [2, poolParts * H * W, C4] of the gradients of bias and weight. */
export function poolPartial(
  reads: Reads & { gradOutput: Tensor },
  partials: Tensor,
  constants: Constants,
): Dispatch {
  return {
    kernel: 'norm/batchNormPoolPartial',
    constants,
    reads,
    writes: { partials },
    workgroups: lineWorkgroups(reads.gradOutput, poolParts(reads.gradOutput)),
  };
}

/** The gradient of the input, given the sums over all rows. */
export function poolGradient(
  reads: Reads & { gradOutput: Tensor; sums: Tensor },
  gradInput: Tensor,
  constants: Constants,
): Dispatch {
  return {
    kernel: 'norm/batchNormPoolGradient',
    ...perWindow(reads.gradOutput, constants),
    reads,
    writes: { gradInput },
  };
}
