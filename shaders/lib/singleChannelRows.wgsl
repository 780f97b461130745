// The operands of a convolution of single-channel images: rows (n, y, x), columns o, one segment of the taps.
// The including kernel gives `store`; see lib/gemmRows.wgsl.
#include "lib/gemmRows.wgsl"
#include "lib/singleChannel.wgsl"

// [K, K, 4, O4/4] vec4f
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;

// Image, line and column of the patch's corner in one number.
fn leftOrigin(row: u32, segment: u32) -> i32 {
  let n = row / (OUT_H * OUT_W);
  let y = row / OUT_W % OUT_H * STRIDE;
  return i32((n * PADDED_H + y) * PADDED_W + row % OUT_W * STRIDE);
}

fn left(origin: i32, depth4: u32) -> vec4f {
  let line = u32(origin) / PADDED_W;
  return fourTaps(line / PADDED_H, line % PADDED_H, u32(origin) % PADDED_W, depth4);
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  let inside = depth < KERNEL_SIZE * KERNEL_SIZE;
  return select(vec4f(), weight[select(0, depth, inside) * 4 * COLUMNS4 + column4], inside);
}
