// whitenRows: whitened[j, a, :] = sum over b of deconv[b, a] rows[j, b, :] for each block j of features
//   deconv    read   [D4, D4/4] vec4f
//   rows      read   [BLOCKS, D4, O4/4] vec4f
//   whitened  write  [BLOCKS, D4, O4/4] vec4f
#include "lib/transposedProduct.wgsl"

@group(0) @binding(0) var<storage, read> deconv: array<vec4f>;
@group(0) @binding(1) var<storage, read> rows: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> whitened: array<vec4f>;

const PAIRS = 1u;
const IS_SYMMETRIC = false;

fn productOf(part: u32, parts: u32) -> Product {
  let side = u32(round(sqrt(f32(arrayLength(&deconv) * 4))));
  let block = arrayLength(&rows) / parts;
  return Product(side / 4, block / side, side, 0, part * block, part);
}

fn left(pair: u32, index: u32) -> vec4f {
  return deconv[index];
}

fn right(pair: u32, index: u32) -> vec4f {
  return rows[index];
}

fn store(product: Product, row: u32, column4: u32, value: vec4f) {
  whitened[(product.result * product.rows4 * 4 + row) * product.columns4 + column4] = value;
}
