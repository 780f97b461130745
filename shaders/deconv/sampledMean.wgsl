// sampledMean: partial[p, g, d] = sum of feature d of the samples r = p, p + PARTIALS, ... of group g, divided by ROWS
// One invocation per value. The mean itself where PARTIALS is 1.
//   input    read   [N, H, W, C4] f32
//   partial  write  [PARTIALS, COLUMNS] f32, COLUMNS = GROUPS * FEATURES rounded up to a multiple of four with zeros
#include "lib/index.wgsl"
#include "lib/sampling.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read_write> partial: array<f32>;

override ROWS: u32;
override GROUPS: u32;
override COLUMNS: u32;
override PARTIALS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= PARTIALS * COLUMNS) {
    return;
  }
  let column = i % COLUMNS;
  var sum = 0.0;
  if (column < GROUPS * FEATURES) {
    for (var row = i / COLUMNS; row < ROWS; row += PARTIALS) {
      let element = sampledElement(column / FEATURES, row, column % FEATURES);
      sum += select(0, input[max(element, 0)], element >= 0);
    }
  }
  partial[i] = sum / f32(ROWS);
}
