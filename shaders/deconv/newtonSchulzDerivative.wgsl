// newtonSchulzDerivative: derivative[g] = SCALE (derivFirst[g] second[g] + first[g] derivSecond[g]), the product rule
// One product over two pairs of factors, all of them symmetric.
//   derivFirst, second, first, derivSecond  read   [GROUPS, D4, D4/4] vec4f
//   derivative                              write  [GROUPS, D4, D4/4] vec4f
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> derivFirst: array<vec4f>;
@group(0) @binding(1) var<storage, read> second: array<vec4f>;
@group(0) @binding(2) var<storage, read> first: array<vec4f>;
@group(0) @binding(3) var<storage, read> derivSecond: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> derivative: array<vec4f>;

override SCALE: f32;

const PAIRS = 2u;
const IS_SYMMETRIC = true;

fn vectorsInAll() -> u32 {
  return arrayLength(&first);
}

fn left(pair: u32, index: u32) -> vec4f {
  if (pair == 0) {
    return derivFirst[index];
  }
  return first[index];
}

fn right(pair: u32, index: u32) -> vec4f {
  if (pair == 0) {
    return second[index];
  }
  return derivSecond[index];
}

fn store(product: Product, row: u32, column4: u32, value: vec4f) {
  derivative[entries(product, row, column4)] = SCALE * value;
}
