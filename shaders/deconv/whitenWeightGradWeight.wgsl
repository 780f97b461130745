// whitenWeightGradWeight: gradWeight[j, b, :] = sum over a of deconv[b, a] gradWhitened[j, a, :] for each block j
// A product of deconv with the rows of the gradient, which stay where they are.
//   deconv        read   [D4, D4/4] vec4f
//   gradWhitened  read   [TAPS * ROW_STRIDE, O4/4] vec4f
//   gradWeight    write  the same
#include "lib/gemmRows.wgsl"
#include "lib/foldedWeight.wgsl"

@group(0) @binding(0) var<storage, read> deconv: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradWhitened: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradWeight: array<vec4f>;

fn leftOrigin(row: u32, segment: u32) -> i32 {
  return i32(row * SEGMENT_DEPTH4);
}

fn left(origin: i32, depth4: u32) -> vec4f {
  return deconv[u32(origin) + depth4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  let row = weightRow(min(depth, FEATURES - 1), batch);
  return select(vec4f(0), gradWhitened[row * COLUMNS4 + column4], depth < FEATURES);
}

fn store(row: u32, column4: u32, value: vec4f) {
  let own = weightRow(row, batch);
  gradWeight[own * COLUMNS4 + column4] = value;
  // Whoever has the last channel clears the padding after it.
  if (own % ROW_STRIDE == CHANNELS - 1) {
    for (var padding = CHANNELS; padding < ROW_STRIDE; padding++) {
      gradWeight[(own + 1 + padding - CHANNELS) * COLUMNS4 + column4] = vec4f(0);
    }
  }
}
