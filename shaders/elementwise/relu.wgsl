// relu: output = max(input, 0)
// One invocation per vec4 of N; no constants, so that one pipeline serves every size.
//   input   read   [N] vec4f
//   output  write  [N] vec4f
// Written so that NaN stays NaN: a diverging run must show.
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < arrayLength(&output)) {
    let x = input[i];
    output[i] = select(x, vec4f(0), x < vec4f(0));
  }
}
