// newtonSchulzDerivativePair: nextDerivY = derivY t + y derivT and nextDerivZ = derivT z + t derivZ, for each group
// Both in one dispatch, each a product over two segments: matrix 2 g is the first, 2 g + 1 the second.
//   derivY, y, derivT, t, derivZ, z  read   [GROUPS, 4 * COLUMNS4, COLUMNS4] vec4f
//   nextDerivY, nextDerivZ           write  the same
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> derivY: array<vec4f>;
@group(0) @binding(1) var<storage, read> y: array<vec4f>;
@group(0) @binding(2) var<storage, read> derivT: array<vec4f>;
@group(0) @binding(3) var<storage, read> t: array<vec4f>;
@group(0) @binding(4) var<storage, read> derivZ: array<vec4f>;
@group(0) @binding(5) var<storage, read> z: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> nextDerivY: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> nextDerivZ: array<vec4f>;

fn left(origin: i32, depth4: u32) -> vec4f {
  let i = u32(origin) + depth4;
  if (batch % 2 == 0) {
    if (i < SIZE) {
      return derivY[i];
    }
    return y[i - SIZE];
  }
  if (i < SIZE) {
    return derivT[i];
  }
  return t[i - SIZE];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  let i = at(depth, column4);
  if (batch % 2 == 0) {
    if (segment == 0) {
      return t[i];
    }
    return derivT[i];
  }
  if (segment == 0) {
    return z[i];
  }
  return derivZ[i];
}

fn store(row: u32, column4: u32, value: vec4f) {
  if (batch % 2 == 0) {
    nextDerivY[at(row, column4)] = value;
  } else {
    nextDerivZ[at(row, column4)] = value;
  }
}
