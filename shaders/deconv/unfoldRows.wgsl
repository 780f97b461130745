// unfoldRows: weight at entry a of block j = rows[j, a, :], zero in the padding: the inverse of foldRows
// Eight invocations per row of the weight.
//   rows    read   [BLOCKS, D4, VECTORS] vec4f
//   weight  write  [TAPS * ROW_STRIDE, VECTORS] vec4f
#include "lib/index.wgsl"
#include "lib/foldedWeight.wgsl"

@group(0) @binding(0) var<storage, read> rows: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> weight: array<vec4f>;

override VECTORS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  let row = i / 8;
  if (row >= TAPS * ROW_STRIDE) {
    return;
  }
  let side = (FEATURES + 3) / 4 * 4;
  let origin = (blockOfRow(row) * side + entryOfRow(row)) * VECTORS;
  for (var vector = i % 8; vector < VECTORS; vector += 8) {
    var value = vec4f(0);
    if (isFeature(row)) {
      value = rows[origin + vector];
    }
    weight[row * VECTORS + vector] = value;
  }
}
