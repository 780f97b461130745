import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type Op } from '../op.ts';
import { flat, physicalSize, type TensorType } from '../tensor.ts';
import { convShape, geometryConstants, type Conv2dOptions, type ConvShape } from './convShape.ts';
import { gemmColumns, gemmRows, splitCount, sumSplits } from './gemm.ts';
import { groupedConstants } from './groupedConv.ts';
import { imagesAbreast } from './imagesAbreast.ts';
import { inputPlace, readsInPlace, type InputPlace } from './inputPlace.ts';
import { isLinear, linearGradInput, linearGradWeight } from './linearKernels.ts';
import { isSingleChannel, singleChannelGradWeight } from './singleChannelConv.ts';

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
    lower({ inputs: [gradOutput, weight], outputs: [gradInput] }) {
      const shape = convShape(inputType, weight!, options);
      const reads = { gradOutput: gradOutput!, weight: weight! };
      const writes = { gradInput: gradInput! };
      return [{ ...gradInputKernel(shape), reads, writes }];
    },
  };
  return graph.apply1(op, [gradOutput, weight]);
}

type KernelCall = Pick<Dispatch, 'kernel' | 'constants' | 'workgroups'>;

function gradInputKernel(shape: ConvShape): KernelCall {
  if (isLinear(shape)) return linearGradInput(shape);
  return shape.groups > 1 ? groupedGradInput(shape) : denseGradInput(shape);
}

function groupedGradInput(shape: ConvShape): KernelCall {
  const size = shape.n * shape.h * shape.w * shape.inChannels4 * 4;
  return {
    kernel: 'conv/groupedConv2dGradInput',
    constants: { ...groupedConstants(shape), ...geometryConstants(shape), SIZE: size },
    workgroups: linearWorkgroups(size),
  };
}

function denseGradInput(shape: ConvShape): KernelCall {
  if (shape.stride > 1 && shape.dilation === 1) return stridedGradInput(shape);
  const { constants, workgroups } = gemmRows({
    rows: shape.n * shape.h * shape.w,
    columns4: shape.inChannels4,
    segments: shape.kernelSize ** 2,
    segmentDepth4: shape.outChannels4,
    rightByColumn: true,
  });
  return {
    kernel: 'conv/conv2dGradInput',
    constants: { ...constants, ...geometryConstants(shape), ...imagesAbreast(shape, shape) },
    workgroups,
  };
}

/** Only the taps that a stride leaves are multiplied: for 3x3 with stride 2, at most four of nine. */
function stridedGradInput(shape: ConvShape): KernelCall {
  const { stride } = shape;
  const [PHASE_H, PHASE_W] = [Math.ceil(shape.h / stride), Math.ceil(shape.w / stride)];
  const PHASE_TAPS = Math.ceil(shape.kernelSize / stride);
  const { constants, workgroups } = gemmRows({
    rows: shape.n * PHASE_H * PHASE_W,
    columns4: shape.inChannels4,
    segments: PHASE_TAPS ** 2,
    segmentDepth4: shape.outChannels4,
    rightByColumn: true,
    batch: stride ** 2,
  });
  return {
    kernel: 'conv/conv2dGradInputStrided',
    constants: { ...constants, ...geometryConstants(shape), PHASE_H, PHASE_W, PHASE_TAPS },
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
    readsEnds: ([input]) => readsInPlace(convShape(input!, weightType, options)),
    lower({ inputs: [input, gradOutput], outputs: [gradWeight], scratch, place }) {
      const shape = convShape(input!, weightType, options);
      const linear = isLinear(shape) ? linearGradWeight(shape) : null;
      if (linear)
        return [
          {
            ...linear,
            reads: { input: input!, gradOutput: gradOutput! },
            writes: { gradWeight: gradWeight! },
          },
        ];
      const { splits, ...kernel } = gradWeightKernel(shape, inputPlace(place, input!));
      const partial = splits === 1 ? gradWeight! : scratch(flat(splits, physicalSize(gradWeight!)));
      const reads = { input: input!, gradOutput: gradOutput! };
      const dispatch: Dispatch = { ...kernel, reads, writes: { partial } };
      return splits === 1 ? [dispatch] : [dispatch, sumSplits(partial, gradWeight!)];
    },
  };
  return graph.apply1(op, [input, gradOutput]);
}

type SplitKernel = KernelCall & { readonly splits: number };

function gradWeightKernel(shape: ConvShape, at: InputPlace): SplitKernel {
  if (isSingleChannel(shape)) return singleChannelGradWeight(shape);
  return shape.groups > 1 ? groupedGradWeight(shape) : denseGradWeight(asRows(shape), at);
}

/** A 1x1 convolution over all pixels is a plain product; as few long rows of pixels make the longest sums. */
function asRows(shape: ConvShape): ConvShape {
  if (shape.kernelSize > 1 || shape.stride > 1 || shape.padding > 0) return shape;
  const pixels = shape.n * shape.h * shape.w;
  const rows = [16, 8, 4, 2].find((count) => shape.n % count === 0 && pixels / count >= 512) ?? 1;
  return { ...shape, n: rows, h: 1, w: pixels / rows, outH: 1, outW: pixels / rows };
}

function denseGradWeight(shape: ConvShape, at: InputPlace): SplitKernel {
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
    constants: { ...constants, ...geometryConstants(shape), ...at, CHANNELS4: shape.inChannels4 },
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
