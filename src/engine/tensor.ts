import { product, roundUp } from '../util/math.ts';

/**
 * How a tensor lies in memory. Channels, features and matrix sides are padded to a multiple of four, so that
 * every access is a `vec4`. **The padding holds zeros**: each kernel writes its whole output, padding included.
 *
 * | layout          | logical shape          | physical shape                    |
 * | --------------- | ---------------------- | --------------------------------- |
 * | `activation`    | [N, C, H, W] or [N, F] | [N, H, W, C4]                     |
 * | `weight`        | [O, I, k, k] or [O, F] | [k, k, I4, O4]                    |
 * | `groupedWeight` | [O, I/groups, k, k]    | [k, k, I/groups, O4]              |
 * | `vector`        | [C]                    | [C4]                              |
 * | `matrix`        | [..., rows, columns]   | [..., rows4, columns4]            |
 * | `flat`          | any                    | the same, row-major, not padded   |
 */
export type Layout = 'activation' | 'weight' | 'groupedWeight' | 'vector' | 'matrix' | 'flat';

export interface TensorType {
  readonly shape: readonly number[];
  readonly layout: Layout;
}

/** `[8,1,28,28]`, as errors and tables print shapes. */
export function formatShape(shape: readonly number[]): string {
  return `[${shape.join(',')}]`;
}

export function pad4(count: number): number {
  return roundUp(count, 4);
}

/** Shape of a tensor as it lies in memory, slowest axis first. */
export function physicalShape({ shape, layout }: TensorType): number[] {
  switch (layout) {
    case 'activation': {
      const [n = 1, c = 1, h = 1, w = 1] = shape;
      return [n, h, w, pad4(c)];
    }
    case 'weight':
    case 'groupedWeight': {
      const [o = 1, i = 1, ky = 1, kx = 1] = shape;
      return [ky, kx, layout === 'weight' ? pad4(i) : i, pad4(o)];
    }
    case 'vector':
      return [pad4(shape[0] ?? 1)];
    case 'matrix': {
      const [rows = 1, columns = 1] = shape.slice(-2);
      return [...shape.slice(0, -2), pad4(rows), pad4(columns)];
    }
    case 'flat':
      return [...shape];
  }
}

/** Number of values a tensor occupies, padding included. */
export function physicalSize(type: TensorType): number {
  return product(physicalShape(type));
}

/** Bytes a tensor occupies, padding included: four for each element, and always whole `vec4`s. */
export function physicalBytes(type: TensorType): number {
  return roundUp(4 * physicalSize(type), 16);
}

export function activation(...shape: number[]): TensorType {
  return { shape, layout: 'activation' };
}
export function matrix(...shape: number[]): TensorType {
  return { shape, layout: 'matrix' };
}
export function vector(length: number): TensorType {
  return { shape: [length], layout: 'vector' };
}
export function flat(...shape: number[]): TensorType {
  return { shape, layout: 'flat' };
}

/** N, C, H, W of an activation; features [N, F] count as [N, F, 1, 1]. */
export function nchw({ shape }: TensorType): { n: number; c: number; h: number; w: number } {
  const [n = 1, c = 1, h = 1, w = 1] = shape;
  return { n, c, h, w };
}

/** Output positions along one axis of a convolution or pool (floor rule). */
export function outputSize(
  size: number,
  window: { kernelSize: number; stride: number; padding: number; dilation?: number },
): number {
  const { kernelSize, stride, padding, dilation = 1 } = window;
  return Math.floor((size + 2 * padding - dilation * (kernelSize - 1) - 1) / stride) + 1;
}
