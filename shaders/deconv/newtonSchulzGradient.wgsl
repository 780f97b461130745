// newtonSchulzGradient: gradMatrix[g] = derivZ[g] / norm^1.5 + slope matrix[g] / norm
// One invocation per vec4.
//   derivZ, matrix  read   [GROUPS, MATRIX_SIZE] vec4f, SIZE in all
//   norm, slope     read   [GROUPS] f32
//   gradMatrix      write  as matrix
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> derivZ: array<vec4f>;
@group(0) @binding(1) var<storage, read> matrix: array<vec4f>;
@group(0) @binding(2) var<storage, read> norm: array<f32>;
@group(0) @binding(3) var<storage, read> slope: array<f32>;
@group(0) @binding(4) var<storage, read_write> gradMatrix: array<vec4f>;

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
    let a = norm[i / MATRIX_SIZE];
    gradMatrix[i] = derivZ[i] / (a * sqrt(a)) + slope[i / MATRIX_SIZE] / a * matrix[i];
  }
}
