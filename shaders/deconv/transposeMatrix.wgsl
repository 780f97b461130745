// transposeMatrix: output[g] = matrix[g]ᵀ
// One invocation per vec4.
//   matrix  read   [GROUPS, 4 * VECTORS, VECTORS] vec4f
//   output  write  the same, SIZE in all
#include "lib/index.wgsl"
#include "lib/transposed.wgsl"

@group(0) @binding(0) var<storage, read> matrix: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

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
    output[i] = transposed(i);
  }
}
