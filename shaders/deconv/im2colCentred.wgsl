// im2colCentred: rows[g, r, d] = (input at the place of feature d of sample r, zero beyond the border) - mean[g, d]
// Centred once here, the rows need no mean in the products that read them.
//   input  read   [N, H, W, C4] f32
//   mean   read   [GROUPS * FEATURES] f32
//   rows   write  [GROUPS, PADDED_ROWS, FEATURES4] vec4f
#include "lib/im2col.wgsl"

@group(0) @binding(2) var<storage, read> mean: array<f32>;

fn centre(group: u32, feature: u32) -> f32 {
  return mean[group * FEATURES + feature];
}
