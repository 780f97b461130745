// whitenWeightGradDeconv: gradDeconv[b, a] = sum over blocks j and outputs o of weight[j, b, o] gradWhitened[j, a, o]
// A product of features with features, summed over segments j of depth o.
//   weight        read   [TAPS * ROW_STRIDE, O4/4] vec4f
//   gradWhitened  read   the same
//   gradDeconv    write  [D4, D4/4] vec4f
#include "lib/gemmRows.wgsl"
#include "lib/foldedWeight.wgsl"

@group(0) @binding(0) var<storage, read> weight: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradWhitened: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradDeconv: array<vec4f>;

fn leftOrigin(row: u32, segment: u32) -> i32 {
  return select(-1, i32(weightRow(row, segment) * SEGMENT_DEPTH4), row < FEATURES);
}

fn left(origin: i32, depth4: u32) -> vec4f {
  return weight[u32(origin) + depth4];
}

fn gradient(entry: u32, block: u32, output: u32) -> f32 {
  let row = weightRow(min(entry, FEATURES - 1), block);
  return select(0, gradWhitened[row * SEGMENT_DEPTH4 + output / 4][output % 4], entry < FEATURES);
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  let first = column4 * 4;
  return vec4f(
    gradient(first, segment, depth),
    gradient(first + 1, segment, depth),
    gradient(first + 2, segment, depth),
    gradient(first + 3, segment, depth),
  );
}

fn store(row: u32, column4: u32, value: vec4f) {
  gradDeconv[row * COLUMNS4 + column4] = value;
}
