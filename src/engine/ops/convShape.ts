import { UserError } from '../../util/assert.ts';
import { formatShape, nchw, outputSize, pad4, type TensorType } from '../tensor.ts';

export interface Conv2dOptions {
  /** Default 1. */
  readonly stride?: number;
  /** Zeros added on each side. Default 0. */
  readonly padding?: number;
  /** Default 1. */
  readonly dilation?: number;
  /** Default 1; equal to the channel count it is a depthwise convolution. */
  readonly groups?: number;
}

/** A convolution with every size that its kernels need. */
export interface ConvShape {
  readonly n: number;
  readonly inChannels: number;
  readonly h: number;
  readonly w: number;
  readonly outChannels: number;
  readonly outH: number;
  readonly outW: number;
  readonly kernelSize: number;
  readonly stride: number;
  readonly padding: number;
  readonly dilation: number;
  readonly groups: number;
  readonly inChannels4: number;
  readonly outChannels4: number;
}

/** Checks input [N, C, H, W] against weight [O, C/groups, k, k] and works out the output size. */
export function convShape(input: TensorType, weight: TensorType, options: Conv2dOptions): ConvShape {
  const { stride = 1, padding = 0, dilation = 1, groups = 1 } = options;
  const { n, c, h, w } = nchw(input);
  const { n: outChannels, c: weightChannels, h: kernelSize, w: kernelWidth } = nchw(weight);
  const shapes = `(input ${formatShape(input.shape)}, weight ${formatShape(weight.shape)})`;
  if (kernelSize !== kernelWidth)
    throw new UserError(`conv2d: kernels are square, weight has ${kernelSize}x${kernelWidth} ${shapes}`);
  if (c % groups !== 0 || outChannels % groups !== 0)
    throw new UserError(
      `conv2d: ${groups} groups do not divide evenly ${c} input and ${outChannels} output channels ${shapes}`,
    );
  if (weightChannels * groups !== c)
    throw new UserError(
      `conv2d: weight expects ${weightChannels * groups} input channels, input has ${c} ${shapes}`,
    );
  const window = { kernelSize, stride, padding, dilation };
  const [outH, outW] = [outputSize(h, window), outputSize(w, window)];
  if (outH < 1 || outW < 1)
    throw new UserError(
      `conv2d: a ${kernelSize}x${kernelSize} kernel does not fit into ${h}x${w} pixels with padding ${padding}; ` +
        `use a larger image or fewer pooling layers ${shapes}`,
    );
  return {
    n,
    inChannels: c,
    h,
    w,
    outChannels,
    outH,
    outW,
    kernelSize,
    stride,
    padding,
    dilation,
    groups,
    inChannels4: pad4(c) / 4,
    outChannels4: pad4(outChannels) / 4,
  };
}

/** The override constants of `lib/convGeometry.wgsl`. */
export function geometryConstants(shape: ConvShape): Record<string, number> {
  return {
    H: shape.h,
    W: shape.w,
    OUT_H: shape.outH,
    OUT_W: shape.outW,
    KERNEL_SIZE: shape.kernelSize,
    STRIDE: shape.stride,
    PADDING: shape.padding,
    DILATION: shape.dilation,
  };
}

/** What a kernel adds to its sums: a bias, with a rectifier behind it or without; null where it stores the sums alone. */
export type ConvEnding = { readonly rectify: boolean } | null;

/** The override constants of `lib/rectified.wgsl`, for kernels that include it if there is a bias. */
export function endingConstants(ending: ConvEnding): Record<string, number> {
  return ending ? { RECTIFY: Number(ending.rectify) } : {};
}
