import { UserError } from '../../util/assert.ts';
import { product } from '../../util/math.ts';
import type { Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type LowerContext } from '../op.ts';
import { flat, formatShape, physicalSize, type TensorType } from '../tensor.ts';
import { symmetricTiles } from './productTiles.ts';

/** Square matrices [D, D] or [groups, D, D] as the kernels count them. */
export interface SquareShape {
  readonly groups: number;
  /** D. */
  readonly features: number;
  /** Side of a matrix in memory, in vec4s. */
  readonly vectors: number;
  /** vec4s of all matrices. */
  readonly size: number;
}

export function squareShape(type: TensorType): SquareShape {
  const features = type.shape.at(-1)!;
  const size = physicalSize(type) / 4;
  return { groups: product(type.shape.slice(0, -2)), features, vectors: Math.ceil(features / 4), size };
}

export function assertSquare(op: string, { shape }: TensorType): void {
  if (shape.length < 2 || shape.at(-1) !== shape.at(-2))
    throw new UserError(`${op}: expects square matrices, got ${formatShape(shape)}`);
}

/** Workgroups of a kernel that includes `lib/squareProduct.wgsl` and whose products are symmetric. */
export function symmetricProducts({ groups, vectors }: SquareShape): Dispatch['workgroups'] {
  return [...symmetricTiles(vectors), groups];
}

/** product = first second, symmetric matrices that commute. */
export function multiply(shape: SquareShape, first: Tensor, second: Tensor, product: Tensor): Dispatch {
  return {
    kernel: 'deconv/matrixProduct',
    workgroups: symmetricProducts(shape),
    reads: { first, second },
    writes: { product },
  };
}

/** derivative = scale (derivFirst second + first derivSecond), of symmetric matrices. */
export function productRule(
  shape: SquareShape,
  reads: Readonly<Record<'derivFirst' | 'second' | 'first' | 'derivSecond', Tensor>>,
  derivative: Tensor,
  scale = 1,
): Dispatch {
  return {
    kernel: 'deconv/newtonSchulzDerivative',
    constants: { SCALE: scale },
    workgroups: symmetricProducts(shape),
    reads,
    writes: { derivative },
  };
}

/**
 * The iterates of T iterations, in the order in which they are outputs of the op:
 * Y_0 ... Y_(T-1), T_0 ... T_(T-1), Z_2 ... Z_(T-1). Z_0 = I is nowhere, and Z_1 = T_0.
 */
export interface Iterates {
  readonly y: readonly Tensor[];
  readonly t: readonly Tensor[];
  readonly z: readonly Tensor[];
}

export function iteratesOf(tensors: readonly Tensor[], iterations: number): Iterates {
  const t = tensors.slice(iterations, 2 * iterations);
  return { y: tensors.slice(0, iterations), t, z: [t[0]!, t[0]!, ...tensors.slice(2 * iterations)] };
}

/** From the derivative of the last Z in a direction to the gradient of the matrix, its Frobenius norm's included. */
export function gradientFinish(
  shape: SquareShape,
  tensors: {
    readonly matrix: Tensor;
    readonly deconv: Tensor;
    readonly norm: Tensor;
    readonly direction: Tensor;
    readonly derivZ: Tensor;
    readonly gradMatrix: Tensor;
    readonly scratch: LowerContext['scratch'];
  },
): Dispatch[] {
  const { matrix, deconv, norm, direction, derivZ, gradMatrix, scratch } = tensors;
  const slope = scratch(flat(shape.groups));
  return [
    {
      kernel: 'deconv/newtonSchulzSlope',
      constants: { SIZE: shape.size / shape.groups },
      reads: { gradDeconv: direction, deconv, derivZ, matrix, norm },
      writes: { slope },
      workgroups: [shape.groups, 1, 1],
    },
    {
      kernel: 'deconv/newtonSchulzGradient',
      constants: { SIZE: shape.size, MATRIX_SIZE: shape.size / shape.groups },
      reads: { derivZ, matrix, norm, slope },
      writes: { gradMatrix },
      workgroups: linearWorkgroups(shape.size),
    },
  ];
}
