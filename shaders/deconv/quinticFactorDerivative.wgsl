// quinticFactorDerivative: derivFactor[g] = B derivM[g] + C (derivM[g] m[g] + m[g] derivM[g]), of quinticFactor
//   derivM, m    read   [GROUPS, D4, D4/4] vec4f, symmetric
//   derivFactor  write  [GROUPS, D4, D4/4] vec4f
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> derivM: array<vec4f>;
@group(0) @binding(1) var<storage, read> m: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> derivFactor: array<vec4f>;

override B: f32;
override C: f32;

const PAIRS = 2u;
const IS_SYMMETRIC = true;

fn vectorsInAll() -> u32 {
  return arrayLength(&m);
}

fn left(pair: u32, index: u32) -> vec4f {
  if (pair == 0) {
    return derivM[index];
  }
  return m[index];
}

fn right(pair: u32, index: u32) -> vec4f {
  if (pair == 0) {
    return m[index];
  }
  return derivM[index];
}

fn store(product: Product, row: u32, column4: u32, value: vec4f) {
  let i = entries(product, row, column4);
  derivFactor[i] = B * derivM[i] + C * value;
}
