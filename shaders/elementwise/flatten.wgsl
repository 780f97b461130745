// flatten: output[n, c POSITIONS + p] = input[n, p, c], so that features run in PyTorch's order c, h, w
// One invocation per vec4 of the output.
//   input   read   [N, POSITIONS, CHANNELS rounded up to 4] f32
//   output  write  [N, CHANNELS POSITIONS rounded up to 4] as vec4f, SIZE in all
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

override SIZE: u32;
override CHANNELS: u32;
override POSITIONS: u32;

fn value(n: u32, feature: u32) -> f32 {
  if (feature >= CHANNELS * POSITIONS) {
    return 0;
  }
  let stride = (CHANNELS + 3) / 4 * 4;
  return input[(n * POSITIONS + feature % POSITIONS) * stride + feature / POSITIONS];
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    let vectors = (CHANNELS * POSITIONS + 3) / 4;
    let n = i / vectors;
    let feature = i % vectors * 4;
    output[i] = vec4f(value(n, feature), value(n, feature + 1), value(n, feature + 2), value(n, feature + 3));
  }
}
