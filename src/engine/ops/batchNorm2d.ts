import { assert, UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type LowerContext, type Op } from '../op.ts';
import { flat, formatShape, nchw, physicalSize, type TensorType } from '../tensor.ts';
import { applyPool, poolGradient, poolPartial, poolParts } from './batchNormPool.ts';
import { columnsOf, reductionPartials, type Columns } from './columnSum.ts';
import { disjointWindow } from './pool2d.ts';

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

/** Whether the input is the last channels of a wider activation, as a constant. */
const isLast = (place: LowerContext['place'], input: Tensor) => Number(place(input).from > 0);

/**
 * Whether one workgroup for each `vec4` of channels does everything in one dispatch. It reads a small part of every
 * row, twice, which is slower than reading whole rows once the activation outgrows a cache: 2 MiB here.
 */
const fitsOneDispatch = ({ rows, vectors }: Columns) => rows <= 16_384 && rows * vectors <= 131_072;
/** Rows to one invocation where channels are read once for all of them. */
const rowsEach = 8;

/** What follows a normalisation and is computed with it. */
interface Followed {
  /** A rectifier. */
  readonly rectify?: boolean;
  /** Then a max pool in windows of this side, without overlap or rest. */
  readonly pool?: number;
}

type FusedOptions = BatchNormTrainingOptions & Followed;

/** Kernels whose invocations have one `vec4` of channels and every so many rows. */
function perChannels(type: TensorType): Required<Pick<Dispatch, 'constants' | 'workgroups'>> {
  const { rows, vectors } = columnsOf(type);
  const step = Math.ceil(rows / rowsEach) * vectors;
  return { constants: { STEP: step }, workgroups: linearWorkgroups(step) };
}

/** [input, weight, bias], and the shortcut that is added to the output, if any -> output, statistics. */
function batchNormOp(options: FusedOptions): Op {
  const { eps, running, rectify = false, pool } = options;
  const op: Op = {
    name: 'batchNorm2d',
    hasEffect: running !== undefined,
    infer(inputs) {
      checkShapes('batchNorm2d', inputs.slice(0, 3));
      const [input] = inputs;
      const { rows, vectors } = columnsOf(input!);
      if (rows < 2)
        throw new UserError(
          `batchNorm2d: one value per channel (input ${formatShape(input!.shape)}) has no variance; use a larger batch`,
        );
      return [{ shape: input!.shape, layout: 'activation' }, flat(2, 4 * vectors)];
    },
    readsEnds: () => !pool,
    lower({ inputs: [input, weight, bias, shortcut], outputs: [output, statistics], scratch, place }) {
      const { rows, vectors } = columnsOf(input!);
      const last = { LAST: isLast(place, input!) };
      const channels = { EPS: eps, RECTIFY: Number(rectify), ...last };
      const reads = { input: input!, weight: weight!, bias: bias!, ...(shortcut && { shortcut }) };
      const suffix = shortcut ? 'Add' : '';
      const updates = running && { runningMean: running.mean, runningVariance: running.variance };
      if (updates && !pool && fitsOneDispatch({ rows, vectors }))
        return [
          {
            kernel: `norm/batchNormWhole${suffix}`,
            constants: { ...channels, MOMENTUM: running.momentum },
            reads,
            writes: { output: output!, statistics: statistics! },
            updates,
            workgroups: [vectors, 1, 1],
          },
        ];
      const partialCount = reductionPartials({ rows, vectors });
      const constants = { ROWS: rows, VECTORS: vectors, PARTIALS: partialCount };
      const partials = scratch(flat(2, partialCount, 4 * vectors));
      const apply = perChannels(input!);
      return [
        {
          kernel: 'norm/batchNormPartial',
          constants: { ...constants, ...last },
          reads: { input: input! },
          writes: { partials },
          workgroups: linearWorkgroups(partialCount * vectors),
        },
        {
          kernel: `norm/batchNormStatistics${running ? 'Running' : ''}`,
          constants: { ROWS: rows, ...(running && { MOMENTUM: running.momentum }) },
          reads: { partials },
          writes: { statistics: statistics! },
          ...(updates && { updates }),
          workgroups: [vectors, 1, 1],
        },
        pool
          ? applyPool({ ...reads, statistics: statistics! }, output!, {
              EPS: eps,
              RECTIFY: Number(rectify),
              WINDOW: pool,
            })
          : {
              kernel: `norm/batchNormApply${suffix}`,
              constants: { ...channels, ...apply.constants },
              reads: { ...reads, statistics: statistics! },
              writes: { output: output! },
              workgroups: apply.workgroups,
            },
      ];
    },
    gradient({ graph, inputs: [input, weight, bias], outputs: [, statistics], gradOutputs }) {
      const [gradOutput, gradStatistics] = gradOutputs;
      assert(gradOutput && !gradStatistics, 'batchNorm2d: only the normalised output is differentiable');
      return graph.apply(gradientOp(eps), [input!, gradOutput, statistics!, weight!, bias!]);
    },
    fuse(first, second) {
      if (first.op !== op || pool) return null;
      const window = second.op.name === 'maxPool2d' ? disjointWindow(second) : null;
      if (window && first.inputs.length === 3)
        return { op: batchNormOp({ ...options, pool: window }), inputs: first.inputs };
      if (rectify) return null;
      if (second.op.name === 'relu')
        return { op: batchNormOp({ ...options, rectify: true }), inputs: first.inputs };
      const shortcut = second.inputs.find((input) => input !== first.outputs[0]);
      if (second.op.name !== 'add' || !shortcut || first.inputs.length > 3) return null;
      return { op: batchNormOp(options), inputs: [...first.inputs, shortcut] };
    },
  };
  return op;
}

/** [input, gradOutput, statistics, weight, bias] -> gradInput, gradWeight, gradBias. */
function gradientOp(eps: number, followed: Followed = {}): Op {
  const { rectify = false, pool } = followed;
  const op: Op = {
    name: 'batchNorm2dGradient',
    infer: ([input, , , weight]) => [input!, weight!, weight!],
    readsEnds: () => !pool,
    lower({ inputs, outputs: [gradInput, gradWeight, gradBias], scratch, place }) {
      const [input, gradOutput, statistics, weight, bias] = inputs;
      const { rows, vectors } = columnsOf(input!);
      const constants = { EPS: eps, RECTIFY: Number(rectify), LAST: isLast(place, input!) };
      const reads = {
        input: input!,
        gradOutput: gradOutput!,
        statistics: statistics!,
        weight: weight!,
        bias: bias!,
      };
      const parameterGradients = { gradWeight: gradWeight!, gradBias: gradBias! };
      if (pool) {
        const windows = { ...constants, WINDOW: pool };
        const { h, w } = nchw(gradOutput!);
        const partials = scratch(flat(2, poolParts(gradOutput!) * h * w, 4 * vectors));
        const sums = scratch(flat(2, 4 * vectors));
        return [
          poolPartial(reads, partials, windows),
          gradientSums(partials, { ...parameterGradients, sums }),
          poolGradient({ ...reads, sums }, gradInput!, windows),
        ];
      }
      if (fitsOneDispatch({ rows, vectors }))
        return [
          {
            kernel: 'norm/batchNormWholeGradient',
            constants,
            reads,
            writes: { gradInput: gradInput!, ...parameterGradients },
            workgroups: [vectors, 1, 1],
          },
        ];
      const partialCount = reductionPartials({ rows, vectors });
      const partials = scratch(flat(2, partialCount, 4 * vectors));
      const sums = scratch(flat(2, 4 * vectors));
      const apply = perChannels(input!);
      return [
        {
          kernel: 'norm/batchNormTrainingPartial',
          constants: { ...constants, PARTIALS: partialCount },
          reads,
          writes: { partials },
          workgroups: linearWorkgroups(partialCount * vectors),
        },
        gradientSums(partials, { ...parameterGradients, sums }),
        {
          kernel: 'norm/batchNormTrainingGradient',
          constants: { ...constants, ...apply.constants },
          reads: { ...reads, sums },
          writes: { gradInput: gradInput! },
          workgroups: apply.workgroups,
        },
      ];
    },
    /** Takes over the gradients of what stands right behind this normalisation and can be computed again. */
    fuse(first, second) {
      const [input, gradOutput, statistics, weight, bias] = second.inputs;
      if (second.op !== op || pool || gradOutput !== first.outputs[0]) return null;
      if (first.op.name === 'reluGradient') {
        const [gradRectified, rectified] = first.inputs;
        if (rectify || !isNormalized(rectified!, statistics!, { rectify: true })) return null;
        return {
          op: gradientOp(eps, { rectify: true }),
          inputs: [input!, gradRectified!, statistics!, weight!, bias!],
        };
      }
      const window = first.op.name === 'maxPool2dGradient' ? disjointWindow(first) : null;
      if (!window || !isNormalized(first.inputs[0]!, statistics!, followed)) return null;
      return {
        op: gradientOp(eps, { rectify, pool: window }),
        inputs: [input!, first.inputs[2]!, statistics!, weight!, bias!],
      };
    },
  };
  return op;
}

/** Whether `tensor` is the output, rectified or not, of the normalisation that has these statistics. */
function isNormalized(tensor: Tensor, statistics: Tensor, { rectify }: Followed): boolean {
  const { source } = tensor;
  if (source.kind !== 'node') return false;
  if (rectify) return source.node.op.name === 'relu' && isNormalized(source.node.inputs[0]!, statistics, {});
  return source.node.outputs[0] === tensor && source.node.outputs[1] === statistics;
}

function gradientSums(
  partials: Tensor,
  writes: Record<'gradWeight' | 'gradBias' | 'sums', Tensor>,
): Dispatch {
  return {
    kernel: 'norm/batchNormGradientSums',
    reads: { partials },
    writes,
    workgroups: [physicalSize(writes.gradBias) / 4, 1, 1],
  };
}

/** [input, gradOutput, mean, variance] -> gradWeight, gradBias. */
function gradientSumsOp(eps: number): Op {
  return {
    name: 'batchNormInferenceGradientSums',
    infer: ([, , mean]) => [mean!, mean!],
    lower({ inputs: [input, gradOutput, mean, variance], outputs: [gradWeight, gradBias], scratch }) {
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
        gradientSums(partials, {
          gradWeight: gradWeight!,
          gradBias: gradBias!,
          sums: scratch(flat(2, 4 * vectors)),
        }),
      ];
    },
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
    readsEnds: () => true,
    lower: ({ inputs: [input, weight, bias, mean, variance], outputs: [output], place }) => [
      perVector('norm/batchNorm', output!, {
        constants: { EPS: eps, LAST: isLast(place, input!) },
        reads: { input: input!, mean: mean!, variance: variance!, weight: weight!, bias: bias! },
        writes: { output: output! },
      }),
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
 * @returns output like the input; statistics [2, C4] flat: mean and biased variance, which are not differentiable.
 * @throws UserError on other shapes, and when there is one value per channel.
 */
export function batchNorm2d(
  graph: Graph,
  input: Tensor,
  weight: Tensor,
  bias: Tensor,
  options: BatchNormTrainingOptions,
): { output: Tensor; statistics: Tensor } {
  const [output, statistics] = graph.apply(batchNormOp(options), [input, weight, bias]);
  return { output: output!, statistics: statistics! };
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
