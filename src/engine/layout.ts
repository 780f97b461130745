import { assert } from '../util/assert.ts';
import { product } from '../util/math.ts';
import { formatShape, pad4, physicalSize, type TensorType } from './tensor.ts';

/** Calls `visit(logical index, physical index)` for every logical element, in logical row-major order. */
function forEachElement(type: TensorType, visit: (logical: number, physical: number) => void): void {
  const { shape, layout } = type;
  let logical = 0;
  switch (layout) {
    case 'activation': {
      const [n = 1, c = 1, h = 1, w = 1] = shape;
      const c4 = pad4(c);
      for (let ni = 0; ni < n; ni++)
        for (let ci = 0; ci < c; ci++)
          for (let p = 0; p < h * w; p++) visit(logical++, (ni * h * w + p) * c4 + ci);
      return;
    }
    case 'weight':
    case 'groupedWeight': {
      const [o = 1, i = 1, ky = 1, kx = 1] = shape;
      const o4 = pad4(o);
      const rows = layout === 'weight' ? pad4(i) : i;
      for (let oi = 0; oi < o; oi++)
        for (let ii = 0; ii < i; ii++)
          for (let tap = 0; tap < ky * kx; tap++) visit(logical++, (tap * rows + ii) * o4 + oi);
      return;
    }
    case 'matrix': {
      const [rows = 1, columns = 1] = shape.slice(-2);
      const batch = product(shape.slice(0, -2));
      for (let b = 0; b < batch; b++)
        for (let r = 0; r < rows; r++)
          for (let c = 0; c < columns; c++) visit(logical++, (b * pad4(rows) + r) * pad4(columns) + c);
      return;
    }
    case 'vector':
    case 'flat':
      for (const count = product(shape); logical < count; logical++) visit(logical, logical);
  }
}

/** Values in PyTorch's order (row-major over the logical shape) -> values as the GPU keeps them, padding zero. */
export function pack(type: TensorType, values: ArrayLike<number>): Float32Array<ArrayBuffer> {
  const expected = product(type.shape);
  assert(
    values.length === expected,
    `pack: ${formatShape(type.shape)} takes ${expected} values, got ${values.length}`,
  );
  const physical = new Float32Array(physicalSize(type));
  forEachElement(type, (from, to) => (physical[to] = values[from]!));
  return physical;
}

/** Values as the GPU keeps them -> values in PyTorch's order. Inverse of {@link pack}. */
export function unpack(type: TensorType, physical: Float32Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(product(type.shape));
  forEachElement(type, (to, from) => (values[to] = physical[from]!));
  return values;
}
