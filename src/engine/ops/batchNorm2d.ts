import { assert, UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type Op } from '../op.ts';
import { flat, formatShape, nchw, physicalSize, vector, type TensorType } from '../tensor.ts';
import { columnsOf, reductionPartials } from './columnSum.ts';

export interface BatchNormOptions {
  /** Added to the variance. PyTorch's default is 1e-5. */
  readonly eps: number;
}

export interface BatchNormTrainingOptions extends BatchNormOptions {
  /** Running statistics [C] to move towards those of the batch: `mean`, and `variance`, which takes the unbiased one. */
  readonly running?: { readonly mean: Tensor; readonly variance: Tensor; readonly momentum: number };
}

function checkShapes(name: string, [input, ...perChannel]: readonly TensorType[]): void {
  const { shape, layout } = input!;
  if (layout !== 'activation' || (shape.length !== 4 && shape.length !== 2))
    throw new UserError(`${name}: expects an activation [N,C,H,W] or [N,F], got ${formatShape(shape)}`);
  for (const type of perChannel)
    if (type.layout !== 'vector' || type.shape[0] !== shape[1])
      throw new UserError(
        `${name}: weight, bias and statistics need ${shape[1]} channels like the input ${formatShape(shape)}, ` +
          `got ${formatShape(type.shape)}`,
      );
}

/** Kernels with one invocation per `vec4` of the activation. */
function perVector(
  kernel: string,
  written: Tensor,
  dispatch: Omit<Dispatch, 'kernel' | 'workgroups'>,
): Dispatch {
  const size = physicalSize(written) / 4;
  const constants = { ...dispatch.constants, SIZE: size, VECTORS: columnsOf(written).vectors };
  return { ...dispatch, kernel, constants, workgroups: linearWorkgroups(size) };
}

function normalize(
  reads: Record<'input' | 'mean' | 'variance' | 'weight' | 'bias', Tensor>,
  output: Tensor,
  eps: number,
) {
  return perVector('norm/batchNorm', output, { constants: { EPS: eps }, reads, writes: { output } });
}

function batchNormOp({ eps, running }: BatchNormTrainingOptions): Op {
  return {
    name: 'batchNorm2d',
    hasEffect: running !== undefined,
    infer(inputs) {
      checkShapes('batchNorm2d', inputs);
      const [input] = inputs;
      if (columnsOf(input!).rows < 2)
        throw new UserError(
          `batchNorm2d: one value per channel (input ${formatShape(input!.shape)}) has no variance; use a larger batch`,
        );
      const { c } = nchw(input!);
      return [{ shape: input!.shape, layout: 'activation' }, vector(c), vector(c)];
    },
    lower({ inputs: [input, weight, bias], outputs: [output, mean, variance], scratch }) {
      const { rows, vectors } = columnsOf(input!);
      const partialCount = reductionPartials({ rows, vectors });
      const constants = { ROWS: rows, VECTORS: vectors, PARTIALS: partialCount };
      const partials = scratch(flat(2, partialCount, 4 * vectors));
      const statistics: Dispatch = {
        kernel: 'norm/batchNormStatistics',
        constants,
        reads: { partials },
        writes: { mean: mean!, variance: variance! },
        workgroups: [vectors, 1, 1],
      };
      return [
        {
          kernel: 'norm/batchNormPartial',
          constants,
          reads: { input: input! },
          writes: { partials },
          workgroups: linearWorkgroups(partialCount * vectors),
        },
        running
          ? {
              ...statistics,
              kernel: 'norm/batchNormStatisticsRunning',
              constants: { ...constants, MOMENTUM: running.momentum },
              updates: { runningMean: running.mean, runningVariance: running.variance },
            }
          : statistics,
        normalize(
          { input: input!, mean: mean!, variance: variance!, weight: weight!, bias: bias! },
          output!,
          eps,
        ),
      ];
    },
    gradient({ graph, inputs: [input, weight], outputs: [, mean, variance], gradOutputs, needed }) {
      const [gradOutput, ...statisticsGradients] = gradOutputs;
      assert(
        gradOutput && statisticsGradients.every((gradient) => gradient === null),
        'batchNorm2d: only the normalised output is differentiable',
      );
      const reads = [input!, gradOutput, mean!, variance!];
      const [gradWeight, gradBias, sums] = graph.apply(gradientSumsOp(eps), reads);
      const gradInput = needed[0] ? graph.apply1(gradInputOp(eps), [...reads, weight!, sums!]) : null;
      return [gradInput, gradWeight!, gradBias!];
    },
  };
}

/** [input, gradOutput, mean, variance] -> gradWeight, gradBias, and both again in one tensor. */
function gradientSumsOp(eps: number): Op {
  return {
    name: 'batchNorm2dGradientSums',
    infer: ([input, , mean]) => [mean!, mean!, flat(2, 4 * columnsOf(input!).vectors)],
    lower({ inputs: [input, gradOutput, mean, variance], outputs: [gradWeight, gradBias, sums], scratch }) {
      const { rows, vectors } = columnsOf(input!);
      const partialCount = reductionPartials({ rows, vectors });
      const partials = scratch(flat(2, partialCount, 4 * vectors));
      return [
        {
          kernel: 'norm/batchNormGradientPartial',
          constants: { ROWS: rows, VECTORS: vectors, PARTIALS: partialCount, EPS: eps },
          reads: { input: input!, gradOutput: gradOutput!, mean: mean!, variance: variance! },
          writes: { partials },
          workgroups: linearWorkgroups(partialCount * vectors),
        },
        {
          kernel: 'norm/batchNormGradientSums',
          constants: { VECTORS: vectors, PARTIALS: partialCount },
          reads: { partials },
          writes: { gradWeight: gradWeight!, gradBias: gradBias!, sums: sums! },
          workgroups: [vectors, 1, 1],
        },
      ];
    },
  };
}

function gradInputOp(eps: number): Op {
  return {
    name: 'batchNorm2dGradient',
    infer: ([input]) => [input!],
    lower: ({ inputs: [input, gradOutput, mean, variance, weight, sums], outputs: [gradInput] }) => [
      perVector('norm/batchNormGradient', gradInput!, {
        constants: { EPS: eps, ROWS: columnsOf(input!).rows },
        reads: {
          input: input!,
          gradOutput: gradOutput!,
          mean: mean!,
          variance: variance!,
          weight: weight!,
          sums: sums!,
        },
        writes: { gradInput: gradInput! },
      }),
    ],
  };
}

function batchNormInferenceOp(eps: number): Op {
  const gradientOp: Op = {
    name: 'batchNormInferenceGradient',
    infer: ([gradOutput]) => [gradOutput!],
    lower: ({ inputs: [gradOutput, variance, weight], outputs: [gradInput] }) => [
      perVector('norm/batchNormInferenceGradient', gradInput!, {
        constants: { EPS: eps },
        reads: { gradOutput: gradOutput!, variance: variance!, weight: weight! },
        writes: { gradInput: gradInput! },
      }),
    ],
  };
  return {
    name: 'batchNormInference',
    infer(inputs) {
      checkShapes('batchNormInference', inputs);
      return [{ shape: inputs[0]!.shape, layout: 'activation' }];
    },
    lower: ({ inputs: [input, weight, bias, mean, variance], outputs: [output] }) => [
      normalize(
        { input: input!, mean: mean!, variance: variance!, weight: weight!, bias: bias! },
        output!,
        eps,
      ),
    ],
    gradient({ graph, inputs: [input, weight, , mean, variance], gradOutputs: [gradOutput], needed }) {
      assert(!needed[3] && !needed[4], 'batchNormInference: running statistics are constants');
      const gradInput = needed[0] ? graph.apply1(gradientOp, [gradOutput!, variance!, weight!]) : null;
      if (!needed[1] && !needed[2]) return [gradInput];
      const sums = graph.apply(gradientSumsOp(eps), [input!, gradOutput!, mean!, variance!]);
      return [gradInput, sums[0]!, sums[1]!];
    },
  };
}

/**
 * Batch normalisation with the statistics of the batch, per channel over N, H and W:
 * (input - mean) / sqrt(variance + eps) * weight + bias. Gradients flow through mean and variance.
 *
 * @param input [N, C, H, W] or [N, C]
 * @param weight [C]
 * @param bias [C]
 * @returns output like the input; mean [C] and biased variance [C], which are not differentiable.
 * @throws UserError on other shapes, and when there is one value per channel.
 */
export function batchNorm2d(
  graph: Graph,
  input: Tensor,
  weight: Tensor,
  bias: Tensor,
  options: BatchNormTrainingOptions,
): { output: Tensor; mean: Tensor; variance: Tensor } {
  const [output, mean, variance] = graph.apply(batchNormOp(options), [input, weight, bias]);
  return { output: output!, mean: mean!, variance: variance! };
}

/** Batch normalisation with given statistics [C], which count as constants. Shapes as {@link batchNorm2d}. */
export function batchNormInference(
  graph: Graph,
  input: Tensor,
  weight: Tensor,
  bias: Tensor,
  mean: Tensor,
  variance: Tensor,
  { eps }: BatchNormOptions,
): Tensor {
  return graph.apply1(batchNormInferenceOp(eps), [input, weight, bias, mean, variance]);
}
