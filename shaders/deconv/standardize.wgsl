// standardize: output = (input - mean) / sqrt(variance + EPS), zero in the padding
// One invocation per vec4.
//   input           read   [SIZE] vec4f, channels fastest
//   mean, variance  read   [1] vec4f, of which the first lane counts
//   output          write  [SIZE] vec4f
#include "lib/index.wgsl"
#include "lib/channels.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> mean: array<vec4f>;
@group(0) @binding(2) var<storage, read> variance: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4f>;

override SIZE: u32;
override EPS: f32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    let value = (input[i] - mean[0].x) / sqrt(variance[0].x + EPS);
    output[i] = select(vec4f(), value, channelMask(i));
  }
}
