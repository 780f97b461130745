// im2col: rows[g, r, d] = input at the place of feature d of sample r, zero beyond the border
//   input  read   [N, H, W, C4] f32
//   rows   write  [GROUPS, PADDED_ROWS, FEATURES4] vec4f
#include "lib/im2col.wgsl"

fn centre(group: u32, feature: u32) -> f32 {
  return 0;
}
