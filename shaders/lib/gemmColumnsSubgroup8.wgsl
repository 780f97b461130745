// gemmColumns (see lib/gemmColumns.wgsl) for subgroups of 8 invocations, tiles of 8 vec4 columns.
//
// Each invocation owns 8 rows by 4 columns. Four depths at a time, the 8 invocations of a subgroup load the
// 4 depths x 2 vec4s of A that they need, one vec4 each, and broadcast them.
enable subgroups;

#include "lib/gemmColumnsSizes.wgsl"

fn storeInRange(row: u32, column4: u32, value: vec4f) {
  if (row < ROWS4 * 4 && column4 < COLUMNS4) {
    store(row, column4, value);
  }
}

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  // Zero, which the compiler cannot know: it would unroll short loops and take up to three times as long.
  let runtimeZero = workgroup.z >> 31;
  batch = workgroup.z / SPLITS;
  let part = workgroup.z % SPLITS;
  split = part;
  let lane = local % 8;
  let ownColumn4 = workgroup.x * TILE_COLUMNS4 + lane;
  let column4 = min(ownColumn4, COLUMNS4 - 1);
  let row4 = workgroup.y * TILE_ROWS4 + local / 8 * 2;
  let ownRow4 = min(row4 + lane % 2, ROWS4 - 1);
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  var sum4 = vec4f();
  var sum5 = vec4f();
  var sum6 = vec4f();
  var sum7 = vec4f();
  let end = (part + 1) * SEGMENTS / SPLITS + runtimeZero;
  for (var segment = part * SEGMENTS / SPLITS; segment < end; segment++) {
    let origin = leftOrigin(ownRow4, segment);
    for (var depth = 0u; depth < SEGMENT_DEPTH + runtimeZero; depth += 4) {
      let ownDepth = depth + lane / 2;
      let inside = origin >= 0 && ownDepth < SEGMENT_DEPTH;
      let a = select(vec4f(), left(max(origin, 0), ownRow4, min(ownDepth, SEGMENT_DEPTH - 1)), inside);
      let b0 = right(segment, depth, column4);
      let b1 = right(segment, min(depth + 1, SEGMENT_DEPTH - 1), column4);
      let b2 = right(segment, min(depth + 2, SEGMENT_DEPTH - 1), column4);
      let b3 = right(segment, min(depth + 3, SEGMENT_DEPTH - 1), column4);
      let low0 = subgroupBroadcast(a, 0);
      let low1 = subgroupBroadcast(a, 2);
      let low2 = subgroupBroadcast(a, 4);
      let low3 = subgroupBroadcast(a, 6);
      sum0 += low0.x * b0 + low1.x * b1 + low2.x * b2 + low3.x * b3;
      sum1 += low0.y * b0 + low1.y * b1 + low2.y * b2 + low3.y * b3;
      sum2 += low0.z * b0 + low1.z * b1 + low2.z * b2 + low3.z * b3;
      sum3 += low0.w * b0 + low1.w * b1 + low2.w * b2 + low3.w * b3;
      let high0 = subgroupBroadcast(a, 1);
      let high1 = subgroupBroadcast(a, 3);
      let high2 = subgroupBroadcast(a, 5);
      let high3 = subgroupBroadcast(a, 7);
      sum4 += high0.x * b0 + high1.x * b1 + high2.x * b2 + high3.x * b3;
      sum5 += high0.y * b0 + high1.y * b1 + high2.y * b2 + high3.y * b3;
      sum6 += high0.z * b0 + high1.z * b1 + high2.z * b2 + high3.z * b3;
      sum7 += high0.w * b0 + high1.w * b1 + high2.w * b2 + high3.w * b3;
    }
  }
  let row = row4 * 4;
  var sums = array<vec4f, 8>(sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7);
  for (var i = 0u; i < 8 + runtimeZero; i++) {
    storeInRange(row + i, ownColumn4, sums[i]);
  }
}
