// newtonSchulzResidual: t[g] = (3 I - z[g] y[g]) / 2
//   z, y  read   [GROUPS, D4, D4/4] vec4f, symmetric
//   t     write  [GROUPS, D4, D4/4] vec4f
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> z: array<vec4f>;
@group(0) @binding(1) var<storage, read> y: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> t: array<vec4f>;

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

fn store(product: Product, row: u32, column4: u32, value: vec4f) {
  // Z is positive definite: only in the padding is its diagonal zero.
  let i = entries(product, row, column4);
  let isDiagonal = column4 * 4 + vec4u(0, 1, 2, 3) == vec4u(row);
  let three = select(vec4f(), vec4f(3), isDiagonal & (z[i] != vec4f()));
  t[i] = 0.5 * (three - value);
}
