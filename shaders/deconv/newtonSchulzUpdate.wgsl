// newtonSchulzUpdate: nextY[g] = y[g] t[g] and nextZ[g] = t[g] z[g]
// Both products in one dispatch: matrix 2 g is the first, 2 g + 1 the second.
//   y, t, z       read   [GROUPS, 4 * COLUMNS4, COLUMNS4] vec4f
//   nextY, nextZ  write  the same
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> y: array<vec4f>;
@group(0) @binding(1) var<storage, read> t: array<vec4f>;
@group(0) @binding(2) var<storage, read> z: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> nextY: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> nextZ: array<vec4f>;

fn left(origin: i32, depth4: u32) -> vec4f {
  if (batch % 2 == 0) {
    return y[u32(origin) + depth4];
  }
  return t[u32(origin) + depth4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  if (batch % 2 == 0) {
    return t[at(depth, column4)];
  }
  return z[at(depth, column4)];
}

fn store(row: u32, column4: u32, value: vec4f) {
  if (batch % 2 == 0) {
    nextY[at(row, column4)] = value;
  } else {
    nextZ[at(row, column4)] = value;
  }
}
