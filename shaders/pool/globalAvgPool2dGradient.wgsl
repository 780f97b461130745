// globalAvgPool2dGradient: gradInput[n, p, c] = gradOutput[n, c] / POSITIONS
// One invocation per vec4 of the input.
//   gradOutput  read   [N, VECTORS] vec4f
//   gradInput   write  [N, POSITIONS, VECTORS] vec4f, SIZE in all
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> gradInput: array<vec4f>;

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
  gradInput[i] = gradOutput[i / (POSITIONS * VECTORS) * VECTORS + i % VECTORS] / f32(POSITIONS);
}
