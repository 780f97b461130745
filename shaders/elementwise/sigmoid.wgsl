// sigmoid: output = 1 / (1 + exp(-input))
// One invocation per vec4 of N.
//   input   read   [N] vec4f
//   output  write  [N] vec4f
// sigmoid(0) is not 0, so padding needs care.
#include "lib/channels.wgsl"
#include "lib/index.wgsl"
#include "lib/sigmoid.wgsl"

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
    output[i] = select(vec4f(0), sigmoid(input[i]), channelMask(i));
  }
}
