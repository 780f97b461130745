// newtonSchulzResidual: t[g] = (3 I - z[g] y[g]) / 2
//   z, y  read   [GROUPS, D4, D4/4] vec4f, symmetric
//   t     write  [GROUPS, D4, D4] f32
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> z: array<vec4f>;
@group(0) @binding(1) var<storage, read> y: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> t: array<f32>;

const PAIRS = 1u;
const IS_SYMMETRIC = true;

fn vectorsInAll() -> u32 {
  return arrayLength(&z);
}

fn left(pair: u32, index: u32) -> vec4f {
  return z[index];
}

fn right(pair: u32, index: u32) -> vec4f {
  return y[index];
}

fn store(product: Product, row: u32, column: u32, value: f32) {
  // Z is positive definite: only in the padding is its diagonal zero.
  let i = entry(product, row, column);
  let three = select(0.0, 3.0, row == column && z[i / 4][i % 4] != 0);
  t[i] = 0.5 * (three - value);
}
