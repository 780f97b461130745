// unflatten: output[n, p, c] = input[n, c POSITIONS + p], the inverse of flatten
// One invocation per vec4 of the output.
//   input   read   [N, CHANNELS POSITIONS rounded up to 4] f32
//   output  write  [N, POSITIONS, CHANNELS rounded up to 4] as vec4f, SIZE in all
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

override SIZE: u32;
override CHANNELS: u32;
override POSITIONS: u32;

fn value(n: u32, p: u32, channel: u32) -> f32 {
  if (channel >= CHANNELS) {
    return 0;
  }
  let stride = (CHANNELS * POSITIONS + 3) / 4 * 4;
  return input[n * stride + channel * POSITIONS + p];
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    let vectors = (CHANNELS + 3) / 4;
    let n = i / (vectors * POSITIONS);
    let p = i / vectors % POSITIONS;
    let channel = i % vectors * 4;
    output[i] = vec4f(
      value(n, p, channel), value(n, p, channel + 1), value(n, p, channel + 2), value(n, p, channel + 3),
    );
  }
}
