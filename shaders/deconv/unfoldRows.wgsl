// unfoldRows: weight at entry a of block j = rows[j, a, :], zero in the padding: the inverse of foldRows
// One invocation per vec4 of outputs.
//   rows    read   [BLOCKS, D4, VECTORS] vec4f
//   weight  write  [TAPS * ROW_STRIDE, VECTORS] vec4f, SIZE in all
#include "lib/index.wgsl"
#include "lib/foldedWeight.wgsl"

@group(0) @binding(0) var<storage, read> rows: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> weight: array<vec4f>;

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
  let row = i / VECTORS;
  let side = (FEATURES + 3) / 4 * 4;
  var value = vec4f(0);
  if (isFeature(row)) {
    value = rows[(blockOfRow(row) * side + entryOfRow(row)) * VECTORS + i % VECTORS];
  }
  weight[i] = value;
}
