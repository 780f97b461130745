// fill: output = VALUE
// One invocation per vec4.
//   output  write  [SIZE] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read_write> output: array<vec4f>;

override SIZE: u32;
override VALUE: f32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    output[i] = vec4f(VALUE);
  }
}
