// singleChannelConv2d: output[n, y, x, o] = bias[o] + sum over ky, kx of input[n, y*S + ky*D - P, x*S + kx*D - P] * weight[ky, kx, o]
// Rectified if RECTIFY.
//   input   read   [N, H, W, 4] f32, the first of four
//   weight  read   [K, K, 4, O4] f32, the first of four
//   bias    read   [O4/4] vec4f
//   output  write  [N, OUT_H, OUT_W, O4/4] vec4f
#include "lib/singleChannelRows.wgsl"
#include "lib/rectified.wgsl"

@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4f>;

fn store(position: u32, column4: u32, value: vec4f) {
  output[position * COLUMNS4 + column4] = rectified(value + bias[column4]);
}
