import { assert, UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type LowerContext, type Op } from '../op.ts';
import { flat, formatShape, nchw, pad4, physicalShape, physicalSize, type TensorType } from '../tensor.ts';
import { productTiles } from './productTiles.ts';

export interface FoldOptions {
  /** Default 1. */
  readonly groups?: number;
  /** Blocks of neighbouring features in place of every G-th feature; see `sampling.ts`. Default false. */
  readonly contiguous?: boolean;
}

export interface FoldedParameters {
  /** V' = V D, in the layout of the weight. */
  readonly weight: Tensor;
  /** b' = b - sum of V' mu. */
  readonly bias: Tensor;
}

interface FoldShape {
  readonly groups: number;
  /** D. */
  readonly features: number;
  /** G. */
  readonly blocks: number;
  /** Outputs in vec4s. */
  readonly vectors: number;
  /** vec4s of the weight. */
  readonly size: number;
  /** Override constants of `lib/foldedWeight.wgsl` and of `lib/foldedGroups.wgsl`. */
  readonly constants: Readonly<Record<string, number>>;
  readonly groupConstants: Readonly<Record<string, number>>;
}

function foldShape(weight: TensorType, deconv: TensorType, options: FoldOptions): FoldShape {
  const { groups = 1, contiguous = false } = options;
  const { n: outputs, c: channels, h: kernelSize } = nchw(weight);
  const features = deconv.shape.at(-1)!;
  const inputs = channels * kernelSize ** 2;
  const blocks = inputs / features;
  if (!Number.isInteger(blocks) || (groups > 1 && (blocks !== 1 || deconv.shape[0] !== groups)))
    throw new UserError(
      `foldWhitening: weight ${formatShape(weight.shape)} in ${groups} groups has ${inputs} features an output, ` +
        `which whole blocks of ${features} do not fill (deconv ${formatShape(deconv.shape)})`,
    );
  return {
    groups,
    features,
    blocks,
    vectors: pad4(outputs) / 4,
    size: physicalSize(weight) / 4,
    constants: {
      TAPS: kernelSize ** 2,
      CHANNELS: channels,
      ROW_STRIDE: physicalShape(weight)[2]!,
      FEATURES: features,
      BLOCKS: blocks,
      FEATURE_STEP: contiguous ? 1 : blocks,
      BLOCK_STEP: contiguous ? features : 1,
    },
    groupConstants: { OUTPUTS: outputs, GROUP_OUTPUTS: outputs / groups },
  };
}

function foldOp(options: FoldOptions): Op {
  return {
    name: 'foldWhitening',
    infer([weight, bias, deconv]) {
      foldShape(weight!, deconv!, options);
      return [weight!, bias!];
    },
    lower({ inputs: [weight, bias, deconv, mean], outputs: [whitened, shifted], scratch }) {
      const shape = foldShape(weight!, deconv!, options);
      return [
        ...whitenWeight(shape, { folded: [weight!], deconv: deconv!, whitened: whitened! }, scratch),
        {
          kernel: 'deconv/shiftBias',
          constants: { ...shape.constants, ...shape.groupConstants, VECTORS: shape.vectors },
          reads: { bias: bias!, whitened: whitened!, mean: mean! },
          writes: { shifted: shifted! },
          workgroups: [Math.ceil(shape.vectors / 4), 1, 1],
        },
      ];
    },
    gradient({ graph, inputs: [weight, , deconv, mean], outputs: [whitened], gradOutputs, needed }) {
      const [gradWhitened, gradShifted] = gradOutputs;
      assert(gradWhitened && gradShifted, 'foldWhitening: weight and bias are used together');
      // Of one group, the part through the bias is added where the gradient is folded.
      const isGrouped = (options.groups ?? 1) > 1;
      const throughBias = [gradShifted, mean!];
      const total = isGrouped
        ? [graph.apply1(totalGradientOp(options), [gradWhitened, ...throughBias, deconv!])]
        : [gradWhitened, ...throughBias];
      return [
        needed[0] ? graph.apply1(gradWeightOp(options), [deconv!, ...total]) : null,
        gradShifted,
        needed[2] ? graph.apply1(gradDeconvOp(options), [weight!, deconv!, ...total]) : null,
        needed[3] ? graph.apply1(gradMeanOp(options), [whitened!, gradShifted, mean!, deconv!]) : null,
      ];
    },
  };
}

/** A weight, or the gradient of a whitened one: the convolution's, and gradShifted and mean for the part through the bias. */
type Folded = readonly Tensor[];

function foldedReads([whole, gradShifted, mean]: Folded): Dispatch['reads'] {
  return gradShifted ? { gradWhitened: whole!, gradShifted, mean: mean! } : { weight: whole! };
}

/** whitened = weight D. The rows are brought into the order of the features first, and back into the weight's after. */
function whitenWeight(
  shape: FoldShape,
  { folded, deconv, whitened }: { folded: Folded; deconv: Tensor; whitened: Tensor },
  scratch: LowerContext['scratch'],
): Dispatch[] {
  if (shape.groups > 1) return [whitenGroupedWeight(shape, { weight: folded[0]!, deconv, whitened }, false)];
  const rows = scratch(flat(shape.blocks, pad4(shape.features), 4 * shape.vectors));
  const whitenedRows = scratch(rows);
  const rowCount = shape.blocks * pad4(shape.features);
  return [
    {
      kernel: folded.length > 1 ? 'deconv/foldGradientRows' : 'deconv/foldRows',
      constants: { ...shape.constants, ROWS: rowCount, VECTORS: shape.vectors },
      reads: foldedReads(folded),
      writes: { rows },
      workgroups: linearWorkgroups(8 * rowCount),
    },
    {
      kernel: 'deconv/whitenRows',
      reads: { deconv, rows },
      writes: { whitened: whitenedRows },
      workgroups: [...productTiles(pad4(shape.features) / 4, shape.vectors), shape.blocks],
    },
    {
      kernel: 'deconv/unfoldRows',
      constants: { ...shape.constants, VECTORS: shape.vectors },
      reads: { rows: whitenedRows },
      writes: { weight: whitened },
      workgroups: linearWorkgroups((8 * shape.size) / shape.vectors),
    },
  ];
}

function whitenGroupedWeight(
  shape: FoldShape,
  { weight, deconv, whitened }: { weight: Tensor; deconv: Tensor; whitened: Tensor },
  transposed: boolean,
): Dispatch {
  return {
    kernel: 'deconv/whitenGroupedWeight',
    constants: {
      ...shape.constants,
      ...shape.groupConstants,
      SIZE: shape.size,
      VECTORS: shape.vectors,
      TRANSPOSED: transposed ? 1 : 0,
    },
    reads: { weight, deconv },
    writes: { whitened },
    workgroups: linearWorkgroups(shape.size),
  };
}

/** The gradient of V': the convolution's own, and through the shifted bias. */
function totalGradientOp(options: FoldOptions): Op {
  return {
    name: 'shiftBiasGradWeight',
    infer: ([gradWhitened]) => [gradWhitened!],
    lower({ inputs: [gradWhitened, gradShifted, mean, deconv], outputs: [total] }) {
      const shape = foldShape(gradWhitened!, deconv!, options);
      return [
        {
          kernel: 'deconv/shiftBiasGradWeight',
          constants: {
            ...shape.constants,
            ...shape.groupConstants,
            SIZE: shape.size,
            VECTORS: shape.vectors,
          },
          reads: { gradWhitened: gradWhitened!, gradShifted: gradShifted!, mean: mean! },
          writes: { total: total! },
          workgroups: linearWorkgroups(shape.size),
        },
      ];
    },
  };
}

function gradWeightOp(options: FoldOptions): Op {
  return {
    name: 'whitenWeightGradWeight',
    infer: ([, total]) => [total!],
    lower({ inputs: [deconv, ...total], outputs: [gradWeight], scratch }) {
      const shape = foldShape(total[0]!, deconv!, options);
      if (shape.groups > 1)
        return [
          whitenGroupedWeight(shape, { weight: total[0]!, deconv: deconv!, whitened: gradWeight! }, true),
        ];
      const transposed = scratch(deconv!);
      const size = physicalSize(deconv!) / 4;
      return [
        {
          kernel: 'deconv/transposeMatrix',
          constants: { SIZE: size, VECTORS: pad4(shape.features) / 4 },
          reads: { matrix: deconv! },
          writes: { output: transposed },
          workgroups: linearWorkgroups(size),
        },
        ...whitenWeight(shape, { folded: total, deconv: transposed, whitened: gradWeight! }, scratch),
      ];
    },
  };
}

function gradDeconvOp(options: FoldOptions): Op {
  return {
    name: 'whitenWeightGradDeconv',
    infer: ([, deconv]) => [deconv!],
    lower({ inputs: [weight, deconv, ...total], outputs: [gradDeconv], scratch }) {
      const shape = foldShape(weight!, deconv!, options);
      if (shape.groups > 1) {
        const size = physicalSize(deconv!);
        return [
          {
            kernel: 'deconv/whitenGroupedWeightGradDeconv',
            constants: {
              ...shape.constants,
              ...shape.groupConstants,
              SIZE: size,
              VECTORS: shape.vectors,
            },
            reads: { weight: weight!, gradWhitened: total[0]! },
            writes: { gradDeconv: gradDeconv! },
            workgroups: linearWorkgroups(size),
          },
        ];
      }
      const features4 = pad4(shape.features) / 4;
      const stretches = Math.ceil(shape.vectors / 8);
      const foldColumns = (folded: Folded, columns: Tensor): Dispatch => ({
        kernel: folded.length > 1 ? 'deconv/foldGradientColumns' : 'deconv/foldColumns',
        constants: { ...shape.constants, STRETCHES: stretches, VECTORS: shape.vectors },
        reads: foldedReads(folded),
        writes: { columns },
        workgroups: linearWorkgroups(features4 * stretches * shape.blocks),
      });
      const type = flat(shape.blocks, 4 * shape.vectors, 4 * features4);
      const [columns, gradColumns] = [scratch(type), scratch(type)];
      return [
        foldColumns([weight!], columns),
        foldColumns(total, gradColumns),
        {
          kernel: 'deconv/whitenRowsGradDeconv',
          reads: { columns, gradColumns },
          writes: { gradDeconv: gradDeconv! },
          workgroups: [...productTiles(features4, features4), 1],
        },
      ];
    },
  };
}

function gradMeanOp(options: FoldOptions): Op {
  return {
    name: 'shiftBiasGradMean',
    infer: ([, , mean]) => [mean!],
    lower({ inputs: [whitened, gradShifted, mean, deconv], outputs: [gradMean] }) {
      const shape = foldShape(whitened!, deconv!, options);
      const size = physicalSize(mean!);
      return [
        {
          kernel: 'deconv/shiftBiasGradMean',
          constants: { ...shape.constants, ...shape.groupConstants, SIZE: size, VECTORS: shape.vectors },
          reads: { gradShifted: gradShifted!, whitened: whitened! },
          writes: { gradMean: gradMean! },
          workgroups: [Math.ceil(size / 8), 1, 1],
        },
      ];
    },
  };
}

/**
 * Folds the whitening x -> (x - mu) D into the parameters of the convolution or linear layer that follows it
 * (PAPER §1.1, steps 8 and 9), since (x - mu) D V = x (D V) - mu D V.
 *
 * @param parameters weight [O, C/groups, k, k] or [O, F], bias [O]
 * @param whitening deconv [D, D] or [groups, D, D], mean [groups * D]
 * @throws UserError when whole blocks of D features do not fill the features of an output
 */
export function foldWhitening(
  graph: Graph,
  { weight, bias }: FoldedParameters,
  { deconv, mean, ...options }: { deconv: Tensor; mean: Tensor } & FoldOptions,
): FoldedParameters {
  const [whitened, shifted] = graph.apply(foldOp(options), [weight, bias, deconv, mean]);
  return { weight: whitened!, bias: shifted! };
}
