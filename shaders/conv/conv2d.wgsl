// conv2d: output[n, y, x, o] = bias[o] + sum over ky, kx, i of input[n, y*S + ky*D - P, x*S + kx*D - P, i] * weight[ky, kx, i, o]
// A product of rows (n, y, x) with columns o, summed over segments (ky, kx) of depth i, or ky of depth (kx, i); patches are read in place.
// Rectified if RECTIFY.
//   input   read   [N, H, W, I4/4] vec4f
//   weight  read   [K, K, I4, O4/4] vec4f
//   bias    read   [O4/4] vec4f
//   output  write  [N, OUT_H, OUT_W, O4/4] vec4f
#include "lib/gemmRowsSizes.wgsl"
#include "lib/gemmRows.wgsl"
#include "lib/convGeometry.wgsl"
#include "lib/imagesAbreast.wgsl"
#include "lib/inputPlace.wgsl"
#include "lib/rectified.wgsl"

// Taps of a segment: 1, or those of a line, which lie in a row where there is no padding.
override TAP_RUN: u32;

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4f>;

fn leftOrigin(row: u32, segment: u32) -> i32 {
  return patchOrigin(pixelRow(row, OUT_H * OUT_W), segment * TAP_RUN, IN_STRIDE4);
}

fn left(origin: i32, depth4: u32) -> vec4f {
  return input[u32(origin) + IN_FROM4 + depth4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return weight[(segment * SEGMENT_DEPTH4 * 4 + depth) * COLUMNS4 + column4];
}

fn store(row: u32, column4: u32, value: vec4f) {
  output[pixelRow(row, OUT_H * OUT_W) * COLUMNS4 + column4] = rectified(value + bias[column4]);
}
