// conv2dGradWeight: gradWeight[ky, kx, i, o] = sum over n, y, x of input[n, y*S + ky*D - P, x*S + kx*D - P, i] * gradOutput[n, y, x, o]
// A product of rows (ky, kx, i) with columns o, summed over segments (n, y) of depth x, split over workgroups.
//   input       read   [N, H, W, I4/4] vec4f
//   gradOutput  read   [N, OUT_H, OUT_W, O4/4] vec4f
//   partial     write  [SPLITS, K, K, I4, O4/4] vec4f, to be added up by gemm/sumSplits; the gradient itself if SPLITS is 1
#include "lib/gemmColumns.wgsl"
#include "lib/convGeometry.wgsl"
#include "lib/inputPlace.wgsl"

override CHANNELS4: u32;

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> partial: array<vec4f>;

fn leftOrigin(row4: u32, segment: u32) -> i32 {
  let tap = row4 / CHANNELS4;
  let y = i32(segment % OUT_H * STRIDE + tap / KERNEL_SIZE * DILATION) - i32(PADDING);
  let n = segment / OUT_H;
  return select(-1, (i32(n * H) + y) * i32(W * IN_STRIDE4) + i32(IN_FROM4 + row4 % CHANNELS4), y >= 0 && y < i32(H));
}

fn left(origin: i32, row4: u32, depth: u32) -> vec4f {
  let x = i32(depth * STRIDE + row4 / CHANNELS4 % KERNEL_SIZE * DILATION) - i32(PADDING);
  let inside = x >= 0 && x < i32(W);
  return select(vec4f(), input[u32(origin + select(0, x, inside) * i32(IN_STRIDE4))], inside);
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return gradOutput[(segment * SEGMENT_DEPTH + depth) * COLUMNS4 + column4];
}

fn store(row: u32, column4: u32, value: vec4f) {
  partial[(split * ROWS4 * 4 + row) * COLUMNS4 + column4] = value;
}
