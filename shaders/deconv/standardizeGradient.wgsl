// standardizeGradient: gradInput = gradOutput / sqrt(variance + EPS), mean and variance held fixed
// One invocation per vec4.
//   gradOutput  read   [SIZE] vec4f
//   variance    read   [1] vec4f, of which the first lane counts
//   gradInput   write  [SIZE] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(1) var<storage, read> variance: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradInput: array<vec4f>;

override SIZE: u32;
override EPS: f32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    gradInput[i] = gradOutput[i] / sqrt(variance[0].x + EPS);
  }
}
