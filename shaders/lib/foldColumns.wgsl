// columns[j, o, a] = output o of a weight, or of its gradient, at entry a of block j, zero past the last entry
// The transpose of lib/foldRows.wgsl, one invocation per 4 x 4 values.
//   columns  binding 0, write  [BLOCKS, 4 * VECTORS, D4/4] vec4f, 4 * SIZE in all
// The including kernel gives `folded` as there.
#include "lib/index.wgsl"
#include "lib/foldedWeight.wgsl"

@group(0) @binding(0) var<storage, read_write> columns: array<vec4f>;

override SIZE: u32;
override VECTORS: u32;

fn outputs(entry: u32, block: u32, vector: u32) -> vec4f {
  let held = min(entry, FEATURES - 1);
  let value = folded(weightRow(held, block), held, vector);
  return select(vec4f(0), value, entry < FEATURES);
}

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
  let features4 = (FEATURES + 3) / 4;
  let feature4 = i % features4;
  let vector = i / features4 % VECTORS;
  let block = i / (features4 * VECTORS);
  let tile = transpose(mat4x4f(
    outputs(feature4 * 4, block, vector),
    outputs(feature4 * 4 + 1, block, vector),
    outputs(feature4 * 4 + 2, block, vector),
    outputs(feature4 * 4 + 3, block, vector),
  ));
  let first = (block * VECTORS + vector) * 4 * features4 + feature4;
  columns[first] = tile[0];
  columns[first + features4] = tile[1];
  columns[first + 2 * features4] = tile[2];
  columns[first + 3 * features4] = tile[3];
}
