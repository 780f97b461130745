// sumSplits: output[i] = sum over s of partial[s, i], in order of s
// One invocation per vec4 of N; no constants, so that one pipeline serves every size.
//   partial  read   [splits, N] vec4f
//   output   write  [N] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> partial: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  let size = arrayLength(&output);
  if (i < size) {
    var sum = partial[i];
    for (var at = i + size; at < arrayLength(&partial); at += size) {
      sum += partial[at];
    }
    output[i] = sum;
  }
}
