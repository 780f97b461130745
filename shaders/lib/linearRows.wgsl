// The operands of a linear layer: rows n, columns o, depth i. The including kernel gives `store`; see lib/gemmRows.wgsl.
#include "lib/linearSizes.wgsl"
#include "lib/gemmRows.wgsl"

const RIGHT_BY_COLUMN = false;

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;

fn leftLength() -> u32 {
  return arrayLength(&input);
}

fn weightLength() -> u32 {
  return arrayLength(&weight);
}

fn resultLength() -> u32 {
  return arrayLength(&output);
}

fn leftOrigin(row: u32, segment: u32) -> i32 {
  return i32(row * SEGMENT_DEPTH4);
}

fn left(origin: i32, depth4: u32) -> vec4f {
  return input[u32(origin) + depth4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return weight[depth * COLUMNS4 + column4];
}
