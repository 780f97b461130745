// newtonSchulzUpdate: nextY[g] = y[g] t[g] and nextZ[g] = t[g] z[g]
// Both products in one dispatch: product 2 g is the first, 2 g + 1 the second.
//   y, t, z       read   [GROUPS, D4, D4/4] vec4f, symmetric
//   nextY, nextZ  write  [GROUPS, D4, D4] f32
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> y: array<vec4f>;
@group(0) @binding(1) var<storage, read> t: array<vec4f>;
@group(0) @binding(2) var<storage, read> z: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> nextY: array<f32>;
@group(0) @binding(4) var<storage, read_write> nextZ: array<f32>;

const PRODUCTS = 2u;
const PAIRS = 1u;
const IS_SYMMETRIC = true;

fn vectorsInAll() -> u32 {
  return arrayLength(&y);
}

// In this order errors of rounding do not grow, although the factors commute but for them.
fn left(pair: u32, index: u32) -> vec4f {
  if (which == 0) {
    return y[index];
  }
  return t[index];
}

fn right(pair: u32, index: u32) -> vec4f {
  if (which == 0) {
    return t[index];
  }
  return z[index];
}

fn store(product: Product, row: u32, column: u32, value: f32) {
  if (which == 0) {
    nextY[entry(product, row, column)] = value;
  } else {
    nextZ[entry(product, row, column)] = value;
  }
}
