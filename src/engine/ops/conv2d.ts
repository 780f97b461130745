import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type Op } from '../op.ts';
import { activation, type TensorType } from '../tensor.ts';
import { columnSum } from './columnSum.ts';
import { conv2dGradInput, conv2dGradWeight } from './conv2dGradients.ts';
import {
  convShape,
  endingConstants,
  geometryConstants,
  type Conv2dOptions,
  type ConvEnding,
  type ConvShape,
} from './convShape.ts';
import { gemmRows } from './gemm.ts';
import { groupedConstants } from './groupedConv.ts';
import { imagesAbreast } from './imagesAbreast.ts';
import { inputPlace, readsInPlace, type InputPlace } from './inputPlace.ts';
import { isLinear, linearForward } from './linearKernels.ts';
import { isSingleChannel, singleChannelConv2d } from './singleChannelConv.ts';

/** The convolution itself, maybe with a rectifier behind; features [N, F] and weight [O, F] make it a linear layer. */
function conv2dOp(options: Conv2dOptions, rectify = false): Op {
  const op: Op = {
    name: 'conv2d',
    infer([input, weight]) {
      return [outputType(input!, convShape(input!, weight!, options))];
    },
    readsEnds: ([input, weight]) => readsInPlace(convShape(input!, weight!, options)),
    lower({ inputs: [input, weight, bias], outputs: [output], place }) {
      const shape = convShape(input!, weight!, options);
      const reads = { input: input!, weight: weight!, ...(bias && { bias }) };
      const kernel = kernelOf(shape, bias ? { rectify } : null, inputPlace(place, input!));
      return [{ ...kernel, reads, writes: { output: output! } }];
    },
    gradient({ graph, inputs: [input, weight], gradOutputs: [gradOutput], needed }) {
      return [
        needed[0] ? conv2dGradInput(graph, gradOutput!, weight!, input!, options) : null,
        needed[1] ? conv2dGradWeight(graph, input!, gradOutput!, weight!, options) : null,
        needed[2] ? columnSum(graph, gradOutput!) : null,
      ];
    },
    fuse(first, second) {
      const [input, weight, bias] = first.inputs;
      if (rectify || first.op !== op || second.op.name !== 'relu' || !bias) return null;
      const shape = convShape(input!, weight!, options);
      return isLinear(shape) || shape.groups > 1
        ? null
        : { op: conv2dOp(options, true), inputs: first.inputs };
    },
  };
  return op;
}

function outputType(input: TensorType, { n, outChannels, outH, outW }: ConvShape): TensorType {
  return input.shape.length === 2 ? activation(n, outChannels) : activation(n, outChannels, outH, outW);
}

type KernelCall = Pick<Dispatch, 'kernel' | 'constants' | 'workgroups'>;

function kernelOf(shape: ConvShape, ending: ConvEnding, at: InputPlace): KernelCall {
  if (isLinear(shape)) return linearForward(shape, ending !== null);
  if (isSingleChannel(shape)) return singleChannelConv2d(shape, ending);
  return shape.groups === 1 ? denseKernel(shape, ending, at) : groupedKernel(shape, ending !== null);
}

function denseKernel(shape: ConvShape, ending: ConvEnding, at: InputPlace): KernelCall {
  // Without padding, the taps of a line lie in a row in memory: fewer, longer segments.
  const isRow = shape.padding === 0 && shape.dilation === 1 && at.IN_STRIDE4 === shape.inChannels4;
  const run = isRow ? shape.kernelSize : 1;
  const { constants, workgroups } = gemmRows({
    rows: shape.n * shape.outH * shape.outW,
    columns4: shape.outChannels4,
    segments: shape.kernelSize ** 2 / run,
    segmentDepth4: run * shape.inChannels4,
  });
  const abreast = { ...imagesAbreast(shape, { h: shape.outH, w: shape.outW }), TAP_RUN: run };
  return {
    kernel: ending ? 'conv/conv2d' : 'conv/conv2dNoBias',
    constants: { ...constants, ...geometryConstants(shape), ...abreast, ...at, ...endingConstants(ending) },
    workgroups,
  };
}

function groupedKernel(shape: ConvShape, hasBias: boolean): KernelCall {
  const size = shape.n * shape.outH * shape.outW * shape.outChannels4;
  return {
    kernel: hasBias ? 'conv/groupedConv2d' : 'conv/groupedConv2dNoBias',
    constants: { ...groupedConstants(shape), ...geometryConstants(shape), SIZE: size },
    workgroups: linearWorkgroups(size),
  };
}

/**
 * Two-dimensional convolution (cross-correlation) with zero padding.
 *
 * @param input [N, C, H, W]
 * @param weight [O, C/groups, k, k], layout `weight`, or `groupedWeight` when there are groups
 * @param bias [O] or null
 * @returns [N, O, H', W'] with H' = floor((H + 2 padding - dilation (k - 1) - 1) / stride) + 1
 * @throws UserError when channels, groups or sizes do not fit
 */
export function conv2d(
  graph: Graph,
  input: Tensor,
  weight: Tensor,
  bias: Tensor | null,
  options: Conv2dOptions = {},
): Tensor {
  return graph.apply1(conv2dOp(options), bias ? [input, weight, bias] : [input, weight]);
}

const linearOp: Op = { ...conv2dOp({}), name: 'linear' };

/**
 * input weightᵀ + bias.
 *
 * @param input [N, F]
 * @param weight [O, F]
 * @param bias [O] or null
 * @returns [N, O]
 */
export function linear(graph: Graph, input: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
  return graph.apply1(linearOp, bias ? [input, weight, bias] : [input, weight]);
}
