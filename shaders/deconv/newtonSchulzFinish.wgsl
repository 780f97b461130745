// newtonSchulzFinish: deconv[g] = t[g] z[g] / sqrt(norm[g]), the last Z of the iteration scaled back
//   t, z    read   [GROUPS, D4, D4/4] vec4f, symmetric
//   norm    read   [GROUPS] f32
//   deconv  write  [GROUPS, D4, D4/4] vec4f
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> t: array<vec4f>;
@group(0) @binding(1) var<storage, read> z: array<vec4f>;
@group(0) @binding(2) var<storage, read> norm: array<f32>;
@group(0) @binding(3) var<storage, read_write> deconv: array<vec4f>;

const PAIRS = 1u;
const IS_SYMMETRIC = true;

fn vectorsInAll() -> u32 {
  return arrayLength(&t);
}

fn left(pair: u32, index: u32) -> vec4f {
  return t[index];
}

fn right(pair: u32, index: u32) -> vec4f {
  return z[index];
}

fn store(product: Product, row: u32, column4: u32, value: vec4f) {
  deconv[entries(product, row, column4)] = value / sqrt(norm[product.result]);
}
