// globalAvgPool2d: output[n, c] = sum of input[n, p, c] over all positions p / POSITIONS
// One invocation per vec4 of the output.
//   input   read   [N, POSITIONS, VECTORS] vec4f
//   output  write  [N, VECTORS] vec4f, SIZE in all
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

override SIZE: u32;
override POSITIONS: u32;
override VECTORS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= SIZE) {
    return;
  }
  let first = i / VECTORS * POSITIONS * VECTORS + i % VECTORS;
  var sum = vec4f(0);
  for (var p = 0u; p < POSITIONS; p++) {
    sum += input[first + p * VECTORS];
  }
  output[i] = sum / f32(POSITIONS);
}
