// conv2dGradInput: gradInput[n, y, x, i] = sum over ky, kx, o of gradOutput[n, (y + P - ky*D) / S, (x + P - kx*D) / S, o] * weight[ky, kx, i, o]
// A product of rows (n, y, x) with columns i, summed over segments (ky, kx) of depth o; positions that the stride
// skips count as zeros.
//   gradOutput  read   [N, OUT_H, OUT_W, O4/4] vec4f
//   weight      read   [K, K, I4, O4/4] vec4f, by column: each i has its depths in a row
//   gradInput   write  [N, H, W, I4/4] vec4f
#include "lib/gemmRowsSizes.wgsl"
#include "lib/gemmRows.wgsl"
#include "lib/convGeometry.wgsl"
#include "lib/imagesAbreast.wgsl"

@group(0) @binding(0) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradInput: array<vec4f>;

fn leftOrigin(row: u32, segment: u32) -> i32 {
  let pixel = pixelRow(row, H * W);
  let n = pixel / (H * W);
  let y = i32(pixel / W % H + PADDING) - i32(segment / KERNEL_SIZE * DILATION);
  let x = i32(pixel % W + PADDING) - i32(segment % KERNEL_SIZE * DILATION);
  let stride = i32(STRIDE);
  let inside = y >= 0 && x >= 0 && y % stride == 0 && x % stride == 0 && y / stride < i32(OUT_H) && x / stride < i32(OUT_W);
  return select(-1, ((i32(n * OUT_H) + y / stride) * i32(OUT_W) + x / stride) * i32(SEGMENT_DEPTH4), inside);
}

fn left(origin: i32, depth4: u32) -> vec4f {
  return gradOutput[u32(origin) + depth4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return weight[((segment * COLUMNS4 + column4) * 4 + depth % 4) * SEGMENT_DEPTH4 + depth / 4];
}

fn store(row: u32, column4: u32, value: vec4f) {
  gradInput[pixelRow(row, H * W) * COLUMNS4 + column4] = value;
}
