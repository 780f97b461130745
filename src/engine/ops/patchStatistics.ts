import { assert } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type LowerContext, type Op } from '../op.ts';
import { product } from '../../util/math.ts';
import { flat, matrix, pad4, physicalSize, vector, type TensorType } from '../tensor.ts';
import { col2imDispatch, im2colDispatch } from './im2col.ts';
import { gemmRows } from './gemm.ts';
import { symmetricTiles } from './productTiles.ts';
import { samplingIn, samplingOf, type Sampling, type SamplingOptions } from './sampling.ts';

export interface PatchStatisticsOptions extends SamplingOptions {
  /** Added to the diagonal of the covariance. */
  readonly eps: number;
  /** False: second moments about zero in place of the covariance. Default true. */
  readonly centred?: boolean;
}

export interface PatchStatistics {
  /** mu [groups * D], group after group. */
  readonly mean: Tensor;
  /** Sigma + eps I: [D, D], or [groups, D, D] when there are groups. Divided by R, not R - 1. */
  readonly covariance: Tensor;
}

/** Type of a D x D matrix for each group, as the running statistics have it. */
export function squareType(groups: number, features: number): TensorType {
  return groups === 1 ? matrix(features, features) : matrix(groups, features, features);
}

function patchStatisticsOp(options: PatchStatisticsOptions): Op {
  const { eps, centred = true } = options;
  return {
    name: 'patchStatistics',
    infer([input]) {
      const { groups, features } = samplingOf(input!, options);
      return [vector(groups * features), squareType(groups, features)];
    },
    readsEnds: () => true,
    lower({ inputs: [input], outputs: [mean, covariance], scratch, place }) {
      const sampling = samplingIn(place, input!, options);
      const { paddedRows, rows, gather } = sampledRows(sampling, input!, centred ? mean! : null, scratch);
      return [
        ...meanDispatches(sampling, input!, mean!, scratch),
        gather,
        ...covarianceDispatches(sampling, { rows, covariance: covariance!, paddedRows, eps }, scratch),
      ];
    },
    gradient({ graph, inputs: [input], outputs: [mean], gradOutputs: [gradMean, gradCovariance] }) {
      assert(gradMean && gradCovariance, 'patchStatistics: mean and covariance are used together');
      return [graph.apply1(gradientOp(options), [input!, mean!, gradMean, gradCovariance])];
    },
  };
}

/** The gradient samples the patches anew: cheaper than to keep the large matrix of rows through the whole step. */
function gradientOp(options: PatchStatisticsOptions): Op {
  const { centred = true } = options;
  return {
    name: 'patchStatisticsGradient',
    infer: ([input]) => [{ shape: input!.shape, layout: input!.layout }],
    readsEnds: () => true,
    lower({ inputs: [input, mean, gradMean, gradCovariance], outputs: [gradInput], scratch, place }) {
      const sampling = samplingIn(place, input!, options);
      const { paddedRows, rows, gather } = sampledRows(sampling, input!, centred ? mean! : null, scratch);
      const features4 = pad4(sampling.features) / 4;
      const { constants, workgroups } = gemmRows({
        rows: sampling.rows,
        columns4: features4,
        segmentDepth4: features4,
        batch: sampling.groups,
      });
      const size = physicalSize(gradCovariance!) / 4;
      const direction = scratch(gradCovariance!);
      const gradRows = scratch(flat(sampling.groups, sampling.rows, 4 * features4));
      return [
        gather,
        {
          kernel: 'deconv/symmetrize',
          constants: { SIZE: size, VECTORS: features4 },
          reads: { matrix: gradCovariance! },
          writes: { symmetric: direction },
          workgroups: linearWorkgroups(size),
        },
        {
          kernel: 'deconv/statisticsGradient',
          constants: { ...constants, PADDED_ROWS: paddedRows, FEATURES: sampling.features },
          reads: { rows, direction, gradMean: gradMean! },
          writes: { gradRows },
          workgroups,
        },
        col2imDispatch(sampling, { rows: gradRows, output: gradInput! }, sampling.rows),
      ];
    },
  };
}

function sampledRows(
  sampling: Sampling,
  input: Tensor,
  mean: Tensor | null,
  scratch: LowerContext['scratch'],
): { paddedRows: number; rows: Tensor; gather: Dispatch } {
  const paddedRows = pad4(sampling.rows);
  const rows = scratch(flat(sampling.groups, paddedRows, pad4(sampling.features)));
  return { paddedRows, rows, gather: im2colDispatch(sampling, { input, mean, rows }, paddedRows) };
}

/** Column means of the sampled patches. */
export function meanDispatches(
  sampling: Sampling,
  input: Tensor,
  mean: Tensor,
  scratch: LowerContext['scratch'],
): Dispatch[] {
  const columns = pad4(sampling.groups * sampling.features);
  const columns4 = columns / 4;
  const wanted = Math.max(64, Math.ceil(16_384 / columns));
  const partials = sampling.rows <= 64 ? 1 : Math.min(Math.ceil(sampling.rows / 32), wanted);
  const partial = partials === 1 ? mean : scratch(flat(partials, columns));
  const sums: Dispatch = {
    kernel: 'deconv/sampledMean',
    constants: {
      ...sampling.constants,
      ROWS: sampling.rows,
      GROUPS: sampling.groups,
      COLUMNS4: columns4,
      PARTIALS: partials,
    },
    reads: { input },
    writes: { partial },
    workgroups: linearWorkgroups(partials * columns4),
  };
  if (partials === 1) return [sums];
  return [
    sums,
    {
      kernel: 'norm/columnSum',
      reads: { input: partial },
      writes: { output: mean },
      workgroups: [columns4, 1, 1],
    },
  ];
}

function covarianceDispatches(
  sampling: Sampling,
  {
    rows,
    covariance,
    paddedRows,
    eps,
  }: { rows: Tensor; covariance: Tensor; paddedRows: number; eps: number },
  scratch: LowerContext['scratch'],
): Dispatch[] {
  const { groups, features, rows: count } = sampling;
  const vectors = pad4(features) / 4;
  const tiles = symmetricTiles(vectors);
  const splits = covarianceSplits({ tiles: product(tiles), groups, rows: paddedRows });
  const partial = scratch(flat(splits, groups, 4 * vectors, 4 * vectors));
  const size = physicalSize(covariance) / 4;
  return [
    {
      kernel: 'deconv/covariance',
      constants: { GROUPS: groups },
      reads: { rows },
      writes: { partial },
      workgroups: [...tiles, splits * groups],
    },
    {
      kernel: 'deconv/covarianceFinish',
      constants: { SIZE: size, SPLITS: splits, VECTORS: vectors, FEATURES: features, ROWS: count, EPS: eps },
      reads: { partial },
      writes: { covariance },
      workgroups: linearWorkgroups(size),
    },
  ];
}

/** Parts of the sum over the rows: enough workgroups to fill a device, but at least 512 rows in each. */
function covarianceSplits({ tiles, groups, rows }: { tiles: number; groups: number; rows: number }): number {
  return Math.max(1, Math.min(Math.ceil(64 / (tiles * groups)), Math.floor(rows / 512)));
}

/**
 * Mean and covariance of sampled patches (PAPER §1.1 steps 1-5), with exact gradients through both.
 *
 * @param input [N, C, H, W] or [N, F]
 */
export function patchStatistics(
  graph: Graph,
  input: Tensor,
  options: PatchStatisticsOptions,
): PatchStatistics {
  const [mean, covariance] = graph.apply(patchStatisticsOp(options), [input]);
  return { mean: mean!, covariance: covariance! };
}
