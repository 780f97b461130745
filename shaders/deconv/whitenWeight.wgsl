// whitenWeight: whitened[j, a, :] = sum over b of deconv[b, a] weight[j, b, :] for each block j of features
// A product of deconvᵀ with the rows of the weight, which stay where they are.
//   deconv    read   [D4, D4/4] vec4f
//   weight    read   [TAPS * ROW_STRIDE, O4/4] vec4f
//   whitened  write  the same
#include "lib/gemmColumns.wgsl"
#include "lib/foldedWeight.wgsl"

@group(0) @binding(0) var<storage, read> deconv: array<vec4f>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> whitened: array<vec4f>;

fn leftOrigin(row4: u32, segment: u32) -> i32 {
  return i32(row4);
}

fn left(origin: i32, row4: u32, depth: u32) -> vec4f {
  return deconv[depth * ROWS4 + row4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return weight[weightRow(depth, batch) * COLUMNS4 + column4];
}

fn store(row: u32, column4: u32, value: vec4f) {
  if (row >= FEATURES) {
    return;
  }
  let own = weightRow(row, batch);
  whitened[own * COLUMNS4 + column4] = value;
  // Whoever has the last channel clears the padding after it.
  if (own % ROW_STRIDE == CHANNELS - 1) {
    for (var padding = CHANNELS; padding < ROW_STRIDE; padding++) {
      whitened[(own + 1 + padding - CHANNELS) * COLUMNS4 + column4] = vec4f(0);
    }
  }
}
