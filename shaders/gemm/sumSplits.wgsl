// sumSplits: output[i] = sum over s of partial[s, i], in order of s
// One invocation per vec4.
//   partial  read   [SPLITS, SIZE] vec4f
//   output   write  [SIZE] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> partial: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

override SIZE: u32;
override SPLITS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    var sum = partial[i];
    for (var s = 1u; s < SPLITS; s++) {
      sum += partial[s * SIZE + i];
    }
    output[i] = sum;
  }
}
