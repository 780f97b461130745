// newtonSchulzResidual: t[g] = (3 I - z[g] y[g]) / 2
//   z, y  read   [GROUPS, 4 * COLUMNS4, COLUMNS4] vec4f
//   t     write  the same
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> z: array<vec4f>;
@group(0) @binding(1) var<storage, read> y: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> t: array<vec4f>;

override FEATURES: u32;

fn left(origin: i32, depth4: u32) -> vec4f {
  return z[u32(origin) + depth4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return y[at(depth, column4)];
}

fn store(row: u32, column4: u32, value: vec4f) {
  let three = select(0.0, 3.0, row < FEATURES);
  t[at(row, column4)] = 0.5 * (three * identity(row, column4) - value);
}
