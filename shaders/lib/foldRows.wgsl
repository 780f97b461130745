// rows[j, a, :] = row of a weight, or of its gradient, at entry a of block j, zero past the last entry
// Eight invocations per row of outputs, so that what belongs to the row is worked out once.
//   rows  binding 0, write  [BLOCKS, D4, VECTORS] vec4f, ROWS rows in all
// The including kernel gives
//   fn folded(row: u32, entry: u32, vector: u32) -> vec4f    four outputs of this row, which is this entry of its block
#include "lib/index.wgsl"
#include "lib/foldedWeight.wgsl"

@group(0) @binding(0) var<storage, read_write> rows: array<vec4f>;

override ROWS: u32;
override VECTORS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  let row = i / 8;
  if (row >= ROWS) {
    return;
  }
  let side = ROWS / BLOCKS;
  let entry = min(row % side, FEATURES - 1);
  let origin = weightRow(entry, row / side);
  for (var vector = i % 8; vector < VECTORS; vector += 8) {
    rows[row * VECTORS + vector] = select(vec4f(0), folded(origin, entry, vector), row % side < FEATURES);
  }
}
