// newtonSchulzFinish: deconv[g] = t[g] z[g] / sqrt(norm[g]), the last Z of the iteration scaled back
//   t, z    read   [GROUPS, 4 * COLUMNS4, COLUMNS4] vec4f
//   norm    read   [GROUPS] f32
//   deconv  write  as t
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> t: array<vec4f>;
@group(0) @binding(1) var<storage, read> z: array<vec4f>;
@group(0) @binding(2) var<storage, read> norm: array<f32>;
@group(0) @binding(3) var<storage, read_write> deconv: array<vec4f>;

fn left(origin: i32, depth4: u32) -> vec4f {
  return t[u32(origin) + depth4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return z[at(depth, column4)];
}

fn store(row: u32, column4: u32, value: vec4f) {
  deconv[at(row, column4)] = value / sqrt(norm[batch]);
}
