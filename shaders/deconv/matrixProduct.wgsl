// matrixProduct: product[g] = first[g] second[g], square matrices
//   first, second  read   [GROUPS, 4 * COLUMNS4, COLUMNS4] vec4f
//   product        write  the same
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> first: array<vec4f>;
@group(0) @binding(1) var<storage, read> second: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> product: array<vec4f>;

fn left(origin: i32, depth4: u32) -> vec4f {
  return first[u32(origin) + depth4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return second[at(depth, column4)];
}

fn store(row: u32, column4: u32, value: vec4f) {
  product[at(row, column4)] = value;
}
