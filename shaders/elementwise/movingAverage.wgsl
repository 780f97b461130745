// movingAverage: running = (1 - MOMENTUM) running + MOMENTUM FACTOR value
// One invocation per vec4.
//   value    read    [SIZE] vec4f
//   running  update  [SIZE] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> value: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> running: array<vec4f>;

override SIZE: u32;
override MOMENTUM: f32;
override FACTOR: f32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    running[i] = (1 - MOMENTUM) * running[i] + MOMENTUM * FACTOR * value[i];
  }
}
