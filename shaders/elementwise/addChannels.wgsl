// addChannels: output[r, c] = left[r, c] + wide[r, FROM + c]
// One invocation per vec4 of the output.
//   left    read   [ROWS, VECTORS] vec4f
//   wide    read   [ROWS, STRIDE] vec4f
//   output  write  [ROWS, VECTORS] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> left: array<vec4f>;
@group(0) @binding(1) var<storage, read> wide: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;

override VECTORS: u32;
override STRIDE: u32;
override FROM: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < arrayLength(&output)) {
    output[i] = left[i] + wide[i / VECTORS * STRIDE + FROM + i % VECTORS];
  }
}
