// conv2dThin: conv2d for few input channels, whose padding would be most of the work
// As conv2d, but one segment of depth (ky, kx, i) without the padding of i: four depths may span several taps.
//   input   read   [N, H, W, I4] f32
//   weight  read   [K, K, I4, O4/4] vec4f
//   bias    read   [O4/4] vec4f
//   output  write  [N, OUT_H, OUT_W, O4/4] vec4f
#include "lib/gemmRows.wgsl"
#include "lib/convThinRows.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4f>;

fn store(row: u32, column4: u32, value: vec4f) {
  output[row * COLUMNS4 + column4] = value + bias[column4];
}
