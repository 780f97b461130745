// singleChannelConv2dGradWeight: gradWeight[ky, kx, 0, o] = sum over n, y, x of input[n, y*S + ky*D - P, x*S + kx*D - P] * gradOutput[n, y, x, o]
// A product of rows (ky, kx) with columns o, summed over segments (n, y) of depth x, split over workgroups. Four taps share a
// vec4: with a vec4 of channels for each tap, three quarters of all products would be with zeros.
//   input       read   [N, H, W, 4] f32, the first of four
//   gradOutput  read   [N, OUT_H, OUT_W, O4/4] vec4f
//   partial     write  [SPLITS, K, K, 4, O4/4] vec4f, to be added up by gemm/sumSplits; the gradient itself if SPLITS is 1
#include "lib/gemmColumns.wgsl"
#include "lib/convGeometry.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> partial: array<vec4f>;

// Of the four taps of this invocation and the segment at hand: their columns at depth 0, counted from the image's first, and
// the first pixels of their lines; -1 for a line outside the image and for taps past the last.
var<private> columns: vec4i;
var<private> lines: vec4i;

fn leftOrigin(row4: u32, segment: u32) -> i32 {
  let taps = row4 * 4 + vec4u(0, 1, 2, 3);
  columns = vec4i(taps % KERNEL_SIZE * DILATION) - i32(PADDING);
  let y = vec4i(segment % OUT_H * STRIDE + taps / KERNEL_SIZE * DILATION) - i32(PADDING);
  let inside = (y >= vec4i()) & (y < vec4i(i32(H))) & (taps < vec4u(KERNEL_SIZE * KERNEL_SIZE));
  lines = select(vec4i(-1), (i32(segment / OUT_H * H) + y) * i32(W), inside);
  return 0;
}

fn left(origin: i32, row4: u32, depth: u32) -> vec4f {
  let x = columns + i32(depth * STRIDE);
  let inside = (lines >= vec4i()) & (vec4u(x) < vec4u(W));
  let pixels = vec4u(select(vec4i(), lines + x, inside)) * 4;
  return select(vec4f(), vec4f(input[pixels.x], input[pixels.y], input[pixels.z], input[pixels.w]), inside);
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
