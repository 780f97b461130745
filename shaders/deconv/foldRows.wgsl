// foldRows: rows[j, a, :] = weight at entry a of block j, zero past the last entry
// One invocation per vec4 of outputs.
//   weight  read   [TAPS * ROW_STRIDE, VECTORS] vec4f
//   rows    write  [BLOCKS, D4, VECTORS] vec4f, SIZE in all
#include "lib/index.wgsl"
#include "lib/foldedWeight.wgsl"

@group(0) @binding(0) var<storage, read> weight: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> rows: array<vec4f>;

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
  let entry = row % side;
  let value = weight[weightRow(min(entry, FEATURES - 1), row / side) * VECTORS + i % VECTORS];
  rows[i] = select(vec4f(0), value, entry < FEATURES);
}
