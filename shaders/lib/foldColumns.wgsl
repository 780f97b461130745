// columns[j, o, a] = output o of a weight, or of its gradient, at entry a of block j, zero past the last entry
// The transpose of lib/foldRows.wgsl; one invocation for four entries and a stretch of up to eight vec4s of outputs, of which
// there are STRETCHES.
//   columns  binding 0, write  [BLOCKS, 4 * VECTORS, D4/4] vec4f
// The including kernel gives `folded` as there.
#include "lib/index.wgsl"
#include "lib/foldedWeight.wgsl"

@group(0) @binding(0) var<storage, read_write> columns: array<vec4f>;

override STRETCHES: u32;
override VECTORS: u32;

// The entry that is read for this one: the last one for those past it.
fn held(entry: u32) -> u32 {
  return min(entry, FEATURES - 1);
}

fn outputs(row: u32, entry: u32, vector: u32) -> vec4f {
  return select(vec4f(0), folded(row, held(entry), vector), entry < FEATURES);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  let features4 = (FEATURES + 3) / 4;
  if (i >= features4 * STRETCHES * BLOCKS) {
    return;
  }
  let feature4 = i % features4;
  let stretch = i / features4 % STRETCHES;
  let block = i / (features4 * STRETCHES);
  let entry = feature4 * 4 + vec4u(0, 1, 2, 3);
  let row = vec4u(
    weightRow(held(entry.x), block),
    weightRow(held(entry.y), block),
    weightRow(held(entry.z), block),
    weightRow(held(entry.w), block),
  );
  let end = min(stretch * 8 + 8, VECTORS);
  for (var vector = stretch * 8; vector < end; vector++) {
    let tile = transpose(mat4x4f(
      outputs(row.x, entry.x, vector),
      outputs(row.y, entry.y, vector),
      outputs(row.z, entry.z, vector),
      outputs(row.w, entry.w, vector),
    ));
    let first = (block * VECTORS + vector) * 4 * features4 + feature4;
    columns[first] = tile[0];
    columns[first + features4] = tile[1];
    columns[first + 2 * features4] = tile[2];
    columns[first + 3 * features4] = tile[3];
  }
}
