// Patches of images with one channel, whose pixels lie as (value, 0, 0, 0): four taps share a vec4, since with a vec4 for
// each tap three quarters of all products would be with zeros.
#include "lib/convGeometry.wgsl"

override PADDED_H: u32;
override PADDED_W: u32;

// [N, H, W, 4] f32
@group(0) @binding(0) var<storage, read> input: array<f32>;

// Value `ky * D`, `kx * D` pixels below and right of (y, x), which counts from the padding's corner; zero past the last tap.
fn tapValue(n: u32, y: u32, x: u32, tap: u32) -> f32 {
  let pixelY = i32(y + tap / KERNEL_SIZE * DILATION) - i32(PADDING);
  let pixelX = i32(x + tap % KERNEL_SIZE * DILATION) - i32(PADDING);
  // `&`, since each `&&` is a branch: of the 48 in a tile SwiftShader's compiler makes gigabytes, and no end.
  let inside = (tap < KERNEL_SIZE * KERNEL_SIZE) & (u32(pixelY) < H) & (u32(pixelX) < W);
  return select(0, input[select(0, (n * H + u32(pixelY)) * W + u32(pixelX), inside) * 4], inside);
}

// Taps 4 * tap4 to 4 * tap4 + 3.
fn fourTaps(n: u32, y: u32, x: u32, tap4: u32) -> vec4f {
  let tap = tap4 * 4;
  return vec4f(tapValue(n, y, x, tap), tapValue(n, y, x, tap + 1), tapValue(n, y, x, tap + 2), tapValue(n, y, x, tap + 3));
}
