import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type Op } from '../op.ts';
import { flat, physicalSize, type TensorType } from '../tensor.ts';
import { convShape, geometryConstants, type Conv2dOptions, type ConvShape } from './convShape.ts';
import { gemmColumns, gemmRows, splitCount, sumSplits } from './gemm.ts';
import { groupedConstants } from './groupedConv.ts';

/** Gradient of a convolution's input, of type `inputType`. */
export function conv2dGradInput(
  graph: Graph,
  gradOutput: Tensor,
  weight: Tensor,
  inputType: TensorType,
  options: Conv2dOptions,
): Tensor {
  const op: Op = {
    name: 'conv2dGradInput',
    infer: () => [{ shape: inputType.shape, layout: inputType.layout }],
    lower: ({ inputs: [gradOutput, weight], outputs: [gradInput] }) => [
      {
        ...gradInputKernel(convShape(inputType, weight!, options)),
        reads: { gradOutput: gradOutput!, weight: weight! },
        writes: { gradInput: gradInput! },
      },
    ],
  };
  return graph.apply1(op, [gradOutput, weight]);
}

function gradInputKernel(shape: ConvShape): Pick<Dispatch, 'kernel' | 'constants' | 'workgroups'> {
  if (shape.groups > 1) {
    const size = shape.n * shape.h * shape.w * shape.inChannels4 * 4;
    return {
      kernel: 'conv/groupedConv2dGradInput',
      constants: { ...groupedConstants(shape), ...geometryConstants(shape), SIZE: size },
      workgroups: linearWorkgroups(size),
    };
  }
  const { constants, workgroups } = gemmRows({
    rows: shape.n * shape.h * shape.w,
    columns4: shape.inChannels4,
    segments: shape.kernelSize ** 2,
    segmentDepth4: shape.outChannels4,
  });
  return {
    kernel: 'conv/conv2dGradInput',
    constants: { ...constants, ...geometryConstants(shape) },
    workgroups,
  };
}

/** Gradient of a convolution's weight, of type `weightType`. */
export function conv2dGradWeight(
  graph: Graph,
  input: Tensor,
  gradOutput: Tensor,
  weightType: TensorType,
  options: Conv2dOptions,
): Tensor {
  const op: Op = {
    name: 'conv2dGradWeight',
    infer: () => [{ shape: weightType.shape, layout: weightType.layout }],
    lower({ inputs: [input, gradOutput], outputs: [gradWeight], scratch }) {
      const shape = convShape(input!, weightType, options);
      const { splits, ...kernel } = shape.groups > 1 ? groupedGradWeight(shape) : denseGradWeight(shape);
      const partial = splits === 1 ? gradWeight! : scratch(flat(splits, physicalSize(gradWeight!)));
      const reads = { input: input!, gradOutput: gradOutput! };
      const dispatch: Dispatch = { ...kernel, reads, writes: { partial } };
      return splits === 1 ? [dispatch] : [dispatch, sumSplits(partial, gradWeight!, splits)];
    },
  };
  return graph.apply1(op, [input, gradOutput]);
}

type SplitKernel = Pick<Dispatch, 'kernel' | 'constants' | 'workgroups'> & { readonly splits: number };

function denseGradWeight(shape: ConvShape): SplitKernel {
  const size = {
    rows4: shape.kernelSize ** 2 * shape.inChannels4,
    columns4: shape.outChannels4,
    segments: shape.n * shape.outH,
    segmentDepth: shape.outW,
  };
  const splits = splitCount(size);
  const { constants, workgroups } = gemmColumns({ ...size, splits });
  return {
    kernel: 'conv/conv2dGradWeight',
    constants: { ...constants, ...geometryConstants(shape), CHANNELS4: shape.inChannels4 },
    workgroups,
    splits,
  };
}

function groupedGradWeight(shape: ConvShape): SplitKernel {
  const size = (shape.kernelSize ** 2 * shape.inChannels * shape.outChannels4) / shape.groups;
  const rows = shape.n * shape.outH;
  const splits = Math.max(1, Math.min(rows, Math.ceil((rows * shape.outW) / 512), Math.ceil(16_384 / size)));
  return {
    kernel: 'conv/groupedConv2dGradWeight',
    constants: {
      ...groupedConstants(shape),
      ...geometryConstants(shape),
      BATCH_SIZE: shape.n,
      SIZE: size,
      SPLITS: splits,
    },
    workgroups: linearWorkgroups(size * splits),
    splits,
  };
}
