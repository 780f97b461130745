// matrixProduct: product[g] = first[g] second[g], symmetric matrices that commute
//   first, second  read   [GROUPS, D4, D4/4] vec4f
//   product        write  [GROUPS, D4, D4/4] vec4f
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> first: array<vec4f>;
@group(0) @binding(1) var<storage, read> second: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> product: array<vec4f>;

const PAIRS = 1u;
const IS_SYMMETRIC = true;

fn vectorsInAll() -> u32 {
  return arrayLength(&first);
}

fn left(pair: u32, index: u32) -> vec4f {
  return first[index];
}

fn right(pair: u32, index: u32) -> vec4f {
  return second[index];
}

fn store(p: Product, row: u32, column4: u32, value: vec4f) {
  product[entries(p, row, column4)] = value;
}
