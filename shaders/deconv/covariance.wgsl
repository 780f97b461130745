// covariance: partial[s, g] = rowsᵀ rows over part s of the rows of group g, which are centred already
// A symmetric product of features with features; covarianceFinish adds up the parts.
//   rows     read   [GROUPS, PADDED_ROWS, D4/4] vec4f, zero past the last row
//   partial  write  [SPLITS, GROUPS, D4, D4/4] vec4f
#include "lib/transposedProduct.wgsl"

@group(0) @binding(0) var<storage, read> rows: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> partial: array<vec4f>;

override GROUPS: u32;

const PAIRS = 1u;
const IS_SYMMETRIC = true;

fn productOf(part: u32, parts: u32) -> Product {
  let vectors = u32(round(sqrt(f32(arrayLength(&partial) / parts * 4)))) / 4;
  let splits = parts / GROUPS;
  let split = part / GROUPS;
  let steps = arrayLength(&rows) / (GROUPS * vectors * 4);
  let begin = split * steps / splits;
  let end = (split + 1) * steps / splits;
  let first = (part % GROUPS * steps + begin) * 4 * vectors;
  return Product(vectors, vectors, (end - begin) * 4, first, first, part);
}

fn left(pair: u32, index: u32) -> vec4f {
  return rows[index];
}

fn right(pair: u32, index: u32) -> vec4f {
  return rows[index];
}

fn store(product: Product, row: u32, column4: u32, value: vec4f) {
  partial[(product.result * product.rows4 * 4 + row) * product.columns4 + column4] = value;
}
