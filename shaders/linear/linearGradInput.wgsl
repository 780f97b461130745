// linearGradInput: gradInput[n, i] = sum over o of gradOutput[n, o] * weight[i, o]
// A product of rows n with columns i, summed over o.
//   gradOutput  read   [N, O4/4] vec4f
//   weight      read   [I4, O4/4] vec4f, by column: each i has its depths in a row
//   gradInput   write  [N, I4/4] vec4f
#include "lib/linearSizes.wgsl"
#include "lib/gemmRows.wgsl"

const RIGHT_BY_COLUMN = true;

@group(0) @binding(0) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradInput: array<vec4f>;

fn leftLength() -> u32 {
  return arrayLength(&gradOutput);
}

fn weightLength() -> u32 {
  return arrayLength(&weight);
}

fn resultLength() -> u32 {
  return arrayLength(&gradInput);
}

fn leftOrigin(row: u32, segment: u32) -> i32 {
  return i32(row * SEGMENT_DEPTH4);
}

fn left(origin: i32, depth4: u32) -> vec4f {
  return gradOutput[u32(origin) + depth4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return weight[(column4 * 4 + depth % 4) * SEGMENT_DEPTH4 + depth / 4];
}

fn store(row: u32, column4: u32, value: vec4f) {
  gradInput[row * COLUMNS4 + column4] = value;
}
