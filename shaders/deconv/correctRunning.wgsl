// correctRunning: output = (running - initialShare * start) / (1 - initialShare), start being zero or the identity
// One invocation per vec4. Before the first update the share is one, and the output is the running value.
//   running       read   [SIZE] vec4f: a vector, or matrices of SIDE rows of VECTORS vec4s, padded to whole vec4s
//   initialShare  read   [1] vec4f, of which the first lane counts
//   output        write  [SIZE] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> running: array<vec4f>;
@group(0) @binding(1) var<storage, read> initialShare: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;

override SIZE: u32;
override SIDE: u32;
override VECTORS: u32;
// 1 where the average started from identity matrices, 0 where it started from zero.
override IDENTITY: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= SIZE) {
    return;
  }
  let row = i / VECTORS % (VECTORS * 4);
  let column = vec4u(i % VECTORS * 4) + vec4u(0, 1, 2, 3);
  let isOne = (column == vec4u(row)) & vec4<bool>(IDENTITY == 1 && row < SIDE);
  let start = select(vec4f(), vec4f(1), isOne);
  let share = initialShare[0].x;
  let value = running[i];
  output[i] = select((value - share * start) / (1 - share), value, share == 1);
}
