// multiplyChannels: output[n, p, c] = input[n, p, c] gate[n, c]
// One invocation per vec4 of the output.
//   input   read   [N, POSITIONS, VECTORS] vec4f
//   gate    read   [N, VECTORS] vec4f
//   output  write  [N, POSITIONS, VECTORS] vec4f, SIZE in all
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> gate: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;

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
  if (i < SIZE) {
    output[i] = input[i] * gate[i / (POSITIONS * VECTORS) * VECTORS + i % VECTORS];
  }
}
