// symmetrize: symmetric[g] = matrix[g] + matrix[g]ᵀ
// One invocation per vec4.
//   matrix     read   [GROUPS, 4 * VECTORS, VECTORS] vec4f
//   symmetric  write  the same, SIZE vec4s in all
#include "lib/index.wgsl"
#include "lib/transposed.wgsl"

@group(0) @binding(0) var<storage, read> matrix: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> symmetric: array<vec4f>;

override SIZE: u32;

fn at(i: u32) -> vec4f {
  return matrix[i];
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    symmetric[i] = at(i) + transposed(i);
  }
}
