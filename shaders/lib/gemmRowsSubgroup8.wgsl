// gemmRows (see lib/gemmRows.wgsl) for subgroups of 8 invocations, tiles of 8 vec4 columns.
//
// Each invocation owns 8 rows by 4 columns. The 8 invocations of a subgroup load one row of A each and
// broadcast it, so that a value of A is loaded once for 32 columns.
enable subgroups;
diagnostic(off, subgroup_uniformity);

#include "lib/gemmRowsSizes.wgsl"

fn storeInRange(row: u32, column4: u32, value: vec4f) {
  if (row < ROWS && column4 < COLUMNS4) {
    store(row, column4, value);
  }
}

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  // Zero, which the compiler cannot know: it would unroll short loops and take up to three times as long.
  let runtimeZero = workgroup.z >> 31;
  batch = workgroup.z;
  let lane = local % 8;
  let ownColumn4 = workgroup.x * TILE_COLUMNS4 + lane;
  let column4 = min(ownColumn4, COLUMNS4 - 1);
  let row = workgroup.y * 32 + local / 8 * 8;
  let ownRow = min(row + lane, ROWS - 1);
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  var sum4 = vec4f();
  var sum5 = vec4f();
  var sum6 = vec4f();
  var sum7 = vec4f();
  for (var segment = 0u; segment < SEGMENTS + runtimeZero; segment++) {
    let origin = leftOrigin(ownRow, segment);
    // A tap that lies in the padding for all of the subgroup's rows; all of its invocations agree.
    if (!subgroupAny(origin >= 0)) {
      continue;
    }
    for (var depth4 = 0u; depth4 < SEGMENT_DEPTH4 + runtimeZero; depth4++) {
      let a = select(vec4f(), left(max(origin, 0), depth4), origin >= 0);
      let depth = depth4 * 4;
      let b = byDepth(mat4x4f(
        right(segment, depth, column4),
        right(segment, depth + 1, column4),
        right(segment, depth + 2, column4),
        right(segment, depth + 3, column4),
      ));
      sum0 += b * subgroupBroadcast(a, 0);
      sum1 += b * subgroupBroadcast(a, 1);
      sum2 += b * subgroupBroadcast(a, 2);
      sum3 += b * subgroupBroadcast(a, 3);
      sum4 += b * subgroupBroadcast(a, 4);
      sum5 += b * subgroupBroadcast(a, 5);
      sum6 += b * subgroupBroadcast(a, 6);
      sum7 += b * subgroupBroadcast(a, 7);
    }
  }
  var sums = array<vec4f, 8>(sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7);
  for (var i = 0u; i < 8 + runtimeZero; i++) {
    storeInRange(row + i, ownColumn4, sums[i]);
  }
}
