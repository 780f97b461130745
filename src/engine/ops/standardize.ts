import { assert, UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { formatShape, nchw, physicalSize, vector, type TensorType } from '../tensor.ts';

/** The override constants of `lib/sampledEntries.wgsl`: every `hop`-th value of each sample, in PyTorch's order. */
function entryConstants(input: TensorType, hop: number) {
  const { n, c, h, w } = nchw(input);
  return { BATCH_SIZE: n, CHANNELS: c, PIXELS: h * w, HOP: hop };
}

/** Number of values that `scalarStatistics` looks at. */
function entryCount(input: TensorType, hop: number): number {
  const { n, c, h, w } = nchw(input);
  return n * Math.ceil((c * h * w) / hop);
}

function statisticsOp(hop: number): Op {
  return {
    name: 'scalarStatistics',
    infer([input]) {
      if (entryCount(input!, hop) < 2)
        throw new UserError(
          `scalarStatistics: one value has no variance (input ${formatShape(input!.shape)}); use a larger batch`,
        );
      return [vector(1), vector(1)];
    },
    lower: ({ inputs: [input], outputs: [mean, variance] }) => [
      {
        kernel: 'deconv/scalarStatistics',
        constants: entryConstants(input!, hop),
        reads: { input: input! },
        writes: { mean: mean!, variance: variance! },
        workgroups: [1, 1, 1],
      },
    ],
    gradient({ graph, inputs: [input], outputs: [mean], gradOutputs: [gradMean, gradVariance] }) {
      assert(gradMean && gradVariance, 'scalarStatistics: mean and variance are used together');
      return [graph.apply1(statisticsGradientOp(hop), [input!, mean!, gradMean, gradVariance])];
    },
  };
}

function statisticsGradientOp(hop: number): Op {
  return {
    name: 'scalarStatisticsGradient',
    infer: ([input]) => [input!],
    lower({ inputs: [input, mean, gradMean, gradVariance], outputs: [gradInput] }) {
      const size = physicalSize(input!);
      return [
        {
          kernel: 'deconv/scalarStatisticsGradient',
          constants: { ...entryConstants(input!, hop), SIZE: size },
          reads: { input: input!, mean: mean!, gradMean: gradMean!, gradVariance: gradVariance! },
          writes: { gradInput: gradInput! },
          workgroups: linearWorkgroups(size),
        },
      ];
    },
  };
}

/**
 * One mean and one unbiased variance over channels, pixels and batch (PAPER §1.6).
 *
 * @param input [N, C, H, W] or [N, F]
 * @param hop takes every hop-th value of each sample, in the order channel, row, column
 * @returns mean [1] and variance [1]
 */
export function scalarStatistics(
  graph: Graph,
  input: Tensor,
  { hop }: { hop: number },
): { mean: Tensor; variance: Tensor } {
  const [mean, variance] = graph.apply(statisticsOp(hop), [input]);
  return { mean: mean!, variance: variance! };
}

function standardizeOp(eps: number): Op {
  return {
    name: 'standardize',
    infer: ([input]) => [input!],
    lower({ inputs: [input, mean, variance], outputs: [output] }) {
      const size = physicalSize(input!) / 4;
      return [
        {
          kernel: 'deconv/standardize',
          constants: { SIZE: size, CHANNELS: nchw(input!).c, EPS: eps },
          reads: { input: input!, mean: mean!, variance: variance! },
          writes: { output: output! },
          workgroups: linearWorkgroups(size),
        },
      ];
    },
    gradient({ graph, inputs: [, , variance], outputs: [output], gradOutputs: [gradOutput], needed }) {
      const gradInput = graph.apply1(standardizeGradientOp(eps), [gradOutput!, variance!]);
      if (!needed[1] && !needed[2]) return [gradInput];
      const reads = [gradOutput!, output!, variance!];
      const [gradMean, gradVariance] = graph.apply(standardizeSumsOp(eps), reads);
      return [gradInput, gradMean!, gradVariance!];
    },
  };
}

function standardizeGradientOp(eps: number): Op {
  return {
    name: 'standardizeGradient',
    infer: ([gradOutput]) => [gradOutput!],
    lower({ inputs: [gradOutput, variance], outputs: [gradInput] }) {
      const size = physicalSize(gradOutput!) / 4;
      return [
        {
          kernel: 'deconv/standardizeGradient',
          constants: { SIZE: size, EPS: eps },
          reads: { gradOutput: gradOutput!, variance: variance! },
          writes: { gradInput: gradInput! },
          workgroups: linearWorkgroups(size),
        },
      ];
    },
  };
}

/** [gradOutput, output, variance] -> gradients of mean and variance. */
function standardizeSumsOp(eps: number): Op {
  return {
    name: 'standardizeGradientSums',
    infer: () => [vector(1), vector(1)],
    lower: ({ inputs: [gradOutput, output, variance], outputs: [gradMean, gradVariance] }) => [
      {
        kernel: 'deconv/standardizeGradientSums',
        constants: { SIZE: physicalSize(gradOutput!) / 4, EPS: eps },
        reads: { gradOutput: gradOutput!, output: output!, variance: variance! },
        writes: { gradMean: gradMean!, gradVariance: gradVariance! },
        workgroups: [1, 1, 1],
      },
    ],
  };
}

/**
 * (input - mean) / sqrt(variance + eps) with one mean [1] and one variance [1] for all values. Differentiable in all
 * three.
 */
export function standardize(
  graph: Graph,
  input: Tensor,
  { mean, variance, eps }: { mean: Tensor; variance: Tensor; eps: number },
): Tensor {
  return graph.apply1(standardizeOp(eps), [input, mean, variance]);
}
