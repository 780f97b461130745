// batchNormInferenceGradient: gradInput = gradOutput weight / sqrt(variance + EPS)
// One invocation per vec4 of the input.
//   gradOutput        read   [ROWS, VECTORS] vec4f, SIZE in all
//   variance, weight  read   [VECTORS] vec4f
//   gradInput         write  [ROWS, VECTORS] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(1) var<storage, read> variance: array<vec4f>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> gradInput: array<vec4f>;

override SIZE: u32;
override VECTORS: u32;
override EPS: f32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    let c = i % VECTORS;
    gradInput[i] = gradOutput[i] * weight[c] / sqrt(variance[c] + EPS);
  }
}
