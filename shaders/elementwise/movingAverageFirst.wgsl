// movingAverageFirst: running = value if batches = 0, else (1 - MOMENTUM) running + MOMENTUM value
// One invocation per vec4.
//   value    read    [SIZE] vec4f
//   batches  update  [1] vec4f, only read: of the running statistics' buffer, as `running` is
//   running  update  [SIZE] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> value: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> batches: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> running: array<vec4f>;

override SIZE: u32;
override MOMENTUM: f32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    running[i] = select((1 - MOMENTUM) * running[i] + MOMENTUM * value[i], value[i], batches[0].x == 0);
  }
}
