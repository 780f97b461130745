// newtonSchulzDerivative: derivative[g] = SCALE (derivFirst[g] second[g] + first[g] derivSecond[g]), the product rule
// One product over two segments.
//   derivFirst, second, first, derivSecond  read   [GROUPS, 4 * COLUMNS4, COLUMNS4] vec4f
//   derivative                              write  the same
#include "lib/squareProduct.wgsl"

@group(0) @binding(0) var<storage, read> derivFirst: array<vec4f>;
@group(0) @binding(1) var<storage, read> second: array<vec4f>;
@group(0) @binding(2) var<storage, read> first: array<vec4f>;
@group(0) @binding(3) var<storage, read> derivSecond: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> derivative: array<vec4f>;

override SCALE: f32;

fn left(origin: i32, depth4: u32) -> vec4f {
  let i = u32(origin) + depth4;
  if (i < SIZE) {
    return derivFirst[i];
  }
  return first[i - SIZE];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  if (segment == 0) {
    return second[at(depth, column4)];
  }
  return derivSecond[at(depth, column4)];
}

fn store(row: u32, column4: u32, value: vec4f) {
  derivative[at(row, column4)] = SCALE * value;
}
