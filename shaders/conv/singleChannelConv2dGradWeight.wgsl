// singleChannelConv2dGradWeight: gradWeight[ky, kx, 0, o] = sum over n, y, x of input[n, y*S + ky*D - P, x*S + kx*D - P] * gradOutput[n, y, x, o]
// A product of rows (ky, kx) with columns o, summed over segments (n, y) of depth x, split over workgroups.
//   input       read   [N, H, W, 4] f32, the first of four
//   gradOutput  read   [N, OUT_H, OUT_W, O4/4] vec4f
//   partial     write  [SPLITS, K, K, 4, O4/4] vec4f, to be added up by gemm/sumSplits; the gradient itself if SPLITS is 1
#include "lib/gemmColumns.wgsl"
#include "lib/singleChannel.wgsl"

@group(0) @binding(1) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> partial: array<vec4f>;

fn leftOrigin(row4: u32, segment: u32) -> i32 {
  return i32(segment);
}

fn left(origin: i32, row4: u32, depth: u32) -> vec4f {
  let segment = u32(origin);
  return fourTaps(segment / OUT_H, segment % OUT_H * STRIDE, depth * STRIDE, row4);
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return gradOutput[(segment * SEGMENT_DEPTH + depth) * COLUMNS4 + column4];
}

fn store(row: u32, column4: u32, value: vec4f) {
  if (row >= KERNEL_SIZE * KERNEL_SIZE) {
    return;
  }
  let first = (split * KERNEL_SIZE * KERNEL_SIZE + row) * 4 * COLUMNS4 + column4;
  partial[first] = value;
  for (var channel = 1u; channel < 4; channel++) {
    partial[first + channel * COLUMNS4] = vec4f();
  }
}
