// relu6Gradient: gradInput = gradOutput where 0 < output < 6, else 0
// One invocation per vec4 of N; no constants, so that one pipeline serves every size.
//   gradOutput, output  read   [N] vec4f
//   gradInput           write  [N] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(1) var<storage, read> output: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradInput: array<vec4f>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < arrayLength(&gradInput)) {
    let y = output[i];
    gradInput[i] = select(vec4f(0), gradOutput[i], (y > vec4f(0)) & (y < vec4f(6)));
  }
}
