// quinticFactor: factor[g] = A I + B m[g] + C m[g]², zero in the padding
//   m       read   [GROUPS, D4, D4/4] vec4f, symmetric
//   factor  write  [GROUPS, D4, D4/4] vec4f
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> m: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> factor: array<vec4f>;

override A: f32;
override B: f32;
override C: f32;

const PAIRS = 1u;
const IS_SYMMETRIC = true;

fn vectorsInAll() -> u32 {
  return arrayLength(&m);
}

fn left(pair: u32, index: u32) -> vec4f {
  return m[index];
}

fn right(pair: u32, index: u32) -> vec4f {
  return m[index];
}

fn store(product: Product, row: u32, column4: u32, value: vec4f) {
  // M is positive definite: only in the padding, and for a feature without any variance, is its diagonal zero.
  let i = entries(product, row, column4);
  let isDiagonal = column4 * 4 + vec4u(0, 1, 2, 3) == vec4u(row);
  factor[i] = select(vec4f(), vec4f(A), isDiagonal & (m[i] != vec4f())) + B * m[i] + C * value;
}
