// identity: output = I, a matrix of SIDE rows and columns, zero in the padding
// One invocation per vec4.
//   output  write  [SIZE] vec4f: rows of VECTORS vec4s
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read_write> output: array<vec4f>;

override SIZE: u32;
override SIDE: u32;
override VECTORS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    let row = i / VECTORS;
    let column = vec4u(i % VECTORS * 4) + vec4u(0, 1, 2, 3);
    output[i] = select(vec4f(), vec4f(1), (column == vec4u(row)) & vec4<bool>(row < SIDE));
  }
}
