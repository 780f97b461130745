import { UserError } from '../../util/assert.ts';
import type { Graph, Node, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type Op } from '../op.ts';
import { activation, formatShape, nchw, outputSize, pad4, physicalSize, type TensorType } from '../tensor.ts';

export interface Pool2dOptions {
  readonly kernelSize: number;
  /** Default: the kernel size. */
  readonly stride?: number;
  /** Default 0. */
  readonly padding?: number;
}

type Window = Required<Pool2dOptions>;

function inferPool(name: string, input: TensorType, { kernelSize, stride, padding }: Window): TensorType {
  const { shape, layout } = input;
  if (layout !== 'activation' || shape.length !== 4)
    throw new UserError(`${name}: expects an activation [N,C,H,W], got ${formatShape(shape)}`);
  if (2 * padding > kernelSize)
    throw new UserError(`${name}: padding ${padding} exceeds half of the kernel size ${kernelSize}`);
  const { n, c, h, w } = nchw(input);
  const [outHeight, outWidth] = [h, w].map((size) => outputSize(size, { kernelSize, stride, padding })) as [
    number,
    number,
  ];
  if (outHeight < 1 || outWidth < 1)
    throw new UserError(
      `${name}: a window of ${kernelSize} with padding ${padding} does not fit into ${formatShape(shape)}; ` +
        'use larger images or fewer pools',
    );
  return activation(n, c, outHeight, outWidth);
}

function windowConstants(input: TensorType, output: TensorType, window: Window): Record<string, number> {
  const { c, h, w } = nchw(input);
  const { h: outHeight, w: outWidth } = nchw(output);
  return {
    HEIGHT: h,
    WIDTH: w,
    VECTORS: pad4(c) / 4,
    OUT_HEIGHT: outHeight,
    OUT_WIDTH: outWidth,
    KERNEL_SIZE: window.kernelSize,
    STRIDE: window.stride,
    PADDING: window.padding,
  };
}

/** Whether each input lies in exactly one window. */
function isPartition(
  input: TensorType,
  output: TensorType,
  { kernelSize, stride, padding }: Window,
): boolean {
  const [from, to] = [nchw(input), nchw(output)];
  return stride === kernelSize && padding === 0 && to.h * stride === from.h && to.w * stride === from.w;
}

/** One invocation per `vec4` of a tensor. */
function perVector(
  kernel: string,
  tensor: Tensor,
  dispatch: Omit<Dispatch, 'kernel' | 'workgroups'>,
): Dispatch {
  const size = physicalSize(tensor) / 4;
  return {
    ...dispatch,
    kernel,
    constants: { ...dispatch.constants, SIZE: size },
    workgroups: linearWorkgroups(size),
  };
}

interface MaxPoolOp extends Op {
  readonly window: Window;
}

/**
 * Side of the windows of a max pool or its gradient whose windows cover the input without overlap or rest; null for any
 * other node.
 */
export function disjointWindow({ op, inputs, outputs }: Node): number | null {
  if (!('window' in op)) return null;
  const { name, window } = op as MaxPoolOp;
  const pooled = name === 'maxPool2d' ? outputs[0]! : inputs[1]!;
  return isPartition(inputs[0]!, pooled, window) ? window.kernelSize : null;
}

/** [input, output, gradOutput] -> gradInput, or the gradient of the rectifier that gave the input. */
function maxPoolGradientOp(window: Window, rectify = false): MaxPoolOp {
  const op: MaxPoolOp = {
    name: 'maxPool2dGradient',
    window,
    infer: ([input]) => [input!],
    lower({ inputs: [input, output, gradOutput], outputs: [gradInput] }) {
      const constants = windowConstants(input!, output!, window);
      const writes = { gradInput: gradInput! };
      return [
        isPartition(input!, output!, window)
          ? perVector('pool/maxPool2dGradientDisjoint', gradOutput!, {
              constants: { ...constants, RECTIFY: Number(rectify) },
              reads: { input: input!, gradOutput: gradOutput! },
              writes,
            })
          : perVector('pool/maxPool2dGradient', gradInput!, {
              constants,
              reads: { input: input!, output: output!, gradOutput: gradOutput! },
              writes,
            }),
      ];
    },
    fuse(first, second) {
      const [input, output] = first.inputs;
      const isRectified = second.op.name === 'reluGradient' && second.inputs[1] === input;
      if (first.op !== op || rectify || !isRectified || !isPartition(input!, output!, window)) return null;
      return isNormalized(input!) ? null : { op: maxPoolGradientOp(window, true), inputs: first.inputs };
    },
  };
  return op;
}

/** Whether a rectifier gives `tensor` from a batch normalisation, whose own gradient takes both in. */
function isNormalized({ source }: Tensor): boolean {
  const read = source.kind === 'node' ? source.node.inputs[0]!.source : null;
  return read?.kind === 'node' && read.node.op.name === 'batchNorm2d';
}

function maxPoolOp(window: Window): MaxPoolOp {
  const gradientOp = maxPoolGradientOp(window);
  return {
    name: 'maxPool2d',
    window,
    infer: ([input]) => [inferPool('maxPool2d', input!, window)],
    lower: ({ inputs: [input], outputs: [output] }) => [
      perVector('pool/maxPool2d', output!, {
        constants: windowConstants(input!, output!, window),
        reads: { input: input! },
        writes: { output: output! },
      }),
    ],
    gradient: ({ graph, inputs: [input], outputs: [output], gradOutputs: [gradOutput] }) => [
      graph.apply1(gradientOp, [input!, output!, gradOutput!]),
    ],
  };
}

function avgPoolOp(window: Window): Op {
  const gradientOp = (input: TensorType): Op => ({
    name: 'avgPool2dGradient',
    infer: () => [activation(...input.shape)],
    lower: ({ inputs: [gradOutput], outputs: [gradInput] }) => [
      perVector('pool/avgPool2dGradient', gradInput!, {
        constants: windowConstants(input, gradOutput!, window),
        reads: { gradOutput: gradOutput! },
        writes: { gradInput: gradInput! },
      }),
    ],
  });
  return {
    name: 'avgPool2d',
    infer: ([input]) => [inferPool('avgPool2d', input!, window)],
    lower: ({ inputs: [input], outputs: [output] }) => [
      perVector('pool/avgPool2d', output!, {
        constants: windowConstants(input!, output!, window),
        reads: { input: input! },
        writes: { output: output! },
      }),
    ],
    gradient: ({ graph, inputs: [input], gradOutputs: [gradOutput] }) => [
      graph.apply1(gradientOp(input!), [gradOutput!]),
    ],
  };
}

function positionConstants(type: TensorType): Record<string, number> {
  const { c, h, w } = nchw(type);
  return { POSITIONS: h * w, VECTORS: pad4(c) / 4 };
}

const globalAvgPoolOp: Op = {
  name: 'globalAvgPool2d',
  infer([input]) {
    const { shape, layout } = input!;
    if (layout !== 'activation' || shape.length !== 4)
      throw new UserError(`globalAvgPool2d: expects an activation [N,C,H,W], got ${formatShape(shape)}`);
    const { n, c } = nchw(input!);
    return [activation(n, c, 1, 1)];
  },
  lower: ({ inputs: [input], outputs: [output] }) => [
    perVector('pool/globalAvgPool2d', output!, {
      constants: positionConstants(input!),
      reads: { input: input! },
      writes: { output: output! },
    }),
  ],
  gradient: ({ graph, inputs: [input], gradOutputs: [gradOutput] }) => [
    graph.apply1(globalAvgPoolGradientOp(input!), [gradOutput!]),
  ],
};

function globalAvgPoolGradientOp(input: TensorType): Op {
  return {
    name: 'globalAvgPool2dGradient',
    infer: () => [activation(...input.shape)],
    lower: ({ inputs: [gradOutput], outputs: [gradInput] }) => [
      perVector('pool/globalAvgPool2dGradient', gradInput!, {
        constants: positionConstants(input),
        reads: { gradOutput: gradOutput! },
        writes: { gradInput: gradInput! },
      }),
    ],
  };
}

/**
 * Largest value of each window; padding does not take part, and the first of equal values gets the gradient.
 *
 * @param input [N, C, H, W]
 * @returns [N, C, H', W'] with H' = floor((H + 2 padding - kernelSize) / stride) + 1
 */
export function maxPool2d(graph: Graph, input: Tensor, options: Pool2dOptions): Tensor {
  return graph.apply1(maxPoolOp({ stride: options.kernelSize, padding: 0, ...options }), [input]);
}

/** Sum of each window over kernelSize^2, padded zeros counting. Shapes as {@link maxPool2d}. */
export function avgPool2d(graph: Graph, input: Tensor, options: Pool2dOptions): Tensor {
  return graph.apply1(avgPoolOp({ stride: options.kernelSize, padding: 0, ...options }), [input]);
}

/** Mean of each map: [N, C, H, W] -> [N, C, 1, 1]. */
export function globalAvgPool2d(graph: Graph, input: Tensor): Tensor {
  return graph.apply1(globalAvgPoolOp, [input]);
}
