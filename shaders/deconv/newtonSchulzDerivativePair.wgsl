// newtonSchulzDerivativePair: nextDerivY = derivY t + y derivT and nextDerivZ = derivT z + t derivZ, for each group
// Both in one dispatch, each a product over two pairs: product 2 g is the first, 2 g + 1 the second. All are symmetric.
//   derivY, y, derivT, t, derivZ, z  read   [GROUPS, D4, D4/4] vec4f
//   nextDerivY, nextDerivZ           write  [GROUPS, D4, D4] f32
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> derivY: array<vec4f>;
@group(0) @binding(1) var<storage, read> y: array<vec4f>;
@group(0) @binding(2) var<storage, read> derivT: array<vec4f>;
@group(0) @binding(3) var<storage, read> t: array<vec4f>;
@group(0) @binding(4) var<storage, read> derivZ: array<vec4f>;
@group(0) @binding(5) var<storage, read> z: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> nextDerivY: array<f32>;
@group(0) @binding(7) var<storage, read_write> nextDerivZ: array<f32>;

const PRODUCTS = 2u;
const PAIRS = 2u;
const IS_SYMMETRIC = true;

fn vectorsInAll() -> u32 {
  return arrayLength(&y);
}

fn left(pair: u32, index: u32) -> vec4f {
  if (which == 0) {
    if (pair == 0) {
      return derivY[index];
    }
    return y[index];
  }
  if (pair == 0) {
    return derivT[index];
  }
  return t[index];
}

fn right(pair: u32, index: u32) -> vec4f {
  if (which == 0) {
    if (pair == 0) {
      return t[index];
    }
    return derivT[index];
  }
  if (pair == 0) {
    return z[index];
  }
  return derivZ[index];
}

fn store(product: Product, row: u32, column: u32, value: f32) {
  if (which == 0) {
    nextDerivY[entry(product, row, column)] = value;
  } else {
    nextDerivZ[entry(product, row, column)] = value;
  }
}
