// Convolution of single-channel images: each invocation computes four neighbouring outputs of a line for two vec4s of
// channels. Where nothing is skipped, it keeps the four pixels under a tap and moves on by one for the next tap. The
// including kernel gives
//   fn store(position: u32, column4: u32, value: vec4f)    position = (n * OUT_H + y) * OUT_W + x
#include "lib/index.wgsl"
#include "lib/convGeometry.wgsl"
#include "lib/pairOfWeights.wgsl"

// [N, H, W, 4] f32
@group(0) @binding(0) var<storage, read> input: array<f32>;
// [K, K, 4, O4/4] vec4f, as values; the first of four channels counts.
@group(0) @binding(1) var<storage, read> weight: array<f32>;

override LINES: u32;
override COLUMNS4: u32;

// Pixel `x`, which may lie in the padding, of the line that starts at `first`; zero outside.
fn pixel(first: u32, isInside: bool, x: u32) -> f32 {
  let column = x - PADDING;
  // `&`, since each `&&` is a branch, of which some compilers make much.
  let inside = isInside & (column < W);
  return select(0, input[(first + select(0, column, inside)) * 4], inside);
}

fn storeInRange(i: u32, line: u32, x: u32, column4: u32, value: vec4f) {
  if (line < LINES && x + i < OUT_W && column4 < COLUMNS4) {
    store(line * OUT_W + x + i, column4, value);
  }
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  // Zero, which the compiler cannot know: it would unroll short loops and take up to three times as long.
  let runtimeZero = workgroup.z >> 31;
  let i = linearIndex(workgroup, local, workgroups);
  let runs = (OUT_W + 3) / 4;
  let line = i / runs;
  let x = i % runs * 4;
  let readLine = min(line, LINES - 1);
  let column4 = workgroup.z * 2;
  var sum00 = vec4f();
  var sum01 = vec4f();
  var sum10 = vec4f();
  var sum11 = vec4f();
  var sum20 = vec4f();
  var sum21 = vec4f();
  var sum30 = vec4f();
  var sum31 = vec4f();
  for (var ky = 0u; ky < KERNEL_SIZE + runtimeZero; ky++) {
    let y = readLine % OUT_H * STRIDE + ky * DILATION - PADDING;
    let isInside = y < H;
    let first = (readLine / OUT_H * H + select(0, y, isInside)) * W;
    var p0 = pixel(first, isInside, x * STRIDE);
    var p1 = pixel(first, isInside, (x + 1) * STRIDE);
    var p2 = pixel(first, isInside, (x + 2) * STRIDE);
    var p3 = pixel(first, isInside, (x + 3) * STRIDE);
    for (var kx = 0u; kx < KERNEL_SIZE + runtimeZero; kx++) {
      let weights = pairOfWeights(ky * KERNEL_SIZE + kx, column4, local);
      sum00 += weights[0] * p0;
      sum01 += weights[1] * p0;
      sum10 += weights[0] * p1;
      sum11 += weights[1] * p1;
      sum20 += weights[0] * p2;
      sum21 += weights[1] * p2;
      sum30 += weights[0] * p3;
      sum31 += weights[1] * p3;
      let next = x * STRIDE + (kx + 1) * DILATION;
      if (STRIDE == 1 && DILATION == 1) {
        p0 = p1;
        p1 = p2;
        p2 = p3;
      } else {
        p0 = pixel(first, isInside, next);
        p1 = pixel(first, isInside, next + STRIDE);
        p2 = pixel(first, isInside, next + 2 * STRIDE);
      }
      p3 = pixel(first, isInside, next + 3 * STRIDE);
    }
  }
  var sums = array<vec4f, 8>(sum00, sum01, sum10, sum11, sum20, sum21, sum30, sum31);
  for (var j = 0u; j < 8 + runtimeZero; j++) {
    storeInRange(j / 2, line, x, column4 + j % 2, sums[j]);
  }
}
