// quinticStart: y[g] = matrix[g] / norm[g]
// One invocation per vec4.
//   matrix  read   [GROUPS, MATRIX_SIZE] vec4f, SIZE in all
//   norm    read   [GROUPS] f32
//   y       write  as matrix
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> matrix: array<vec4f>;
@group(0) @binding(1) var<storage, read> norm: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>;

override SIZE: u32;
override MATRIX_SIZE: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    y[i] = matrix[i] / norm[i / MATRIX_SIZE];
  }
}
