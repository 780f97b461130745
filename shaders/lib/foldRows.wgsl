// rows[j, a, :] = row of a weight, or of its gradient, at entry a of block j, zero past the last entry
// One invocation per vec4 of outputs.
//   rows  binding 0, write  [BLOCKS, D4, VECTORS] vec4f, SIZE in all
// The including kernel gives
//   fn folded(row: u32, entry: u32, vector: u32) -> vec4f    four outputs of this row, which is this entry of its block
#include "lib/index.wgsl"
#include "lib/foldedWeight.wgsl"

@group(0) @binding(0) var<storage, read_write> rows: array<vec4f>;

override SIZE: u32;
override VECTORS: u32;

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
  let side = SIZE / (BLOCKS * VECTORS);
  let row = i / VECTORS;
  let entry = min(row % side, FEATURES - 1);
  let value = folded(weightRow(entry, row / side), entry, i % VECTORS);
  rows[i] = select(vec4f(0), value, row % side < FEATURES);
}
