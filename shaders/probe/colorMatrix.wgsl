// colorMatrix: pixels[row, column] = palette[round((matrix[row, column] - least) stepsPerUnit)]
// One invocation per pixel.
//   matrix   read   [..., SIDE rounded up to 4, the same] f32, of which the first is coloured
//   palette  read   [STEPS] u32
//   scale    read   (least, stepsPerUnit, 1 where each entry is divided by the deviations of its row and column, unused)
//   pixels   write  [SIDE, PITCH] u32; 0 beyond the last column
// What is beyond the scale has the colour of its end, NaN is mid grey.
#include "lib/index.wgsl"
#include "lib/nan.wgsl"

@group(0) @binding(0) var<storage, read> matrix: array<f32>;
@group(0) @binding(1) var<storage, read> palette: array<u32>;
@group(0) @binding(2) var<storage, read> scale: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> pixels: array<u32>;

override SIDE: u32;
override PITCH: u32;
override STEPS: u32;

const MID_GREY = 0xff808080u;

fn entry(row: u32, column: u32) -> f32 {
  return matrix[row * ((SIDE + 3) / 4 * 4) + column];
}

fn colorOf(value: f32) -> u32 {
  if (isNan(vec4f(value)).x) {
    return MID_GREY;
  }
  // Not round(), which takes halves to the even neighbour.
  let place = floor((value - scale[0].x) * scale[0].y + 0.5);
  return palette[u32(clamp(place, 0.0, f32(STEPS - 1)))];
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= SIDE * PITCH) {
    return;
  }
  let row = i / PITCH;
  let column = i % PITCH;
  if (column >= SIDE) {
    pixels[i] = 0;
    return;
  }
  let value = entry(row, column);
  if (scale[0].z == 0.0) {
    pixels[i] = colorOf(value);
    return;
  }
  let variances = vec2f(entry(row, row), entry(column, column));
  // A feature that never moves correlates with nothing.
  if (any(isNan(variances.xyxy)) || any(variances <= vec2f(0.0))) {
    pixels[i] = MID_GREY;
    return;
  }
  let factors = inverseSqrt(variances);
  pixels[i] = colorOf(value * factors.x * factors.y);
}
