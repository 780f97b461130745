// gemmRows (see lib/gemmRows.wgsl) for subgroups of 8 invocations, tiles of 8 vec4 columns.
//
// Each invocation owns 16 rows by 4 columns. The 8 invocations of a subgroup load two rows of A each and broadcast
// them: 6 vec4s loaded for 256 products.
enable subgroups;
diagnostic(off, subgroup_uniformity);

#include "lib/byDepth.wgsl"

fn leftOrZero(origin: i32, depth4: u32) -> vec4f {
  return select(vec4f(), left(max(origin, 0), depth4), origin >= 0);
}

fn storeInRange(row: u32, column4: u32, value: vec4f) {
  if (row < ROWS && column4 < COLUMNS4) {
    store(row, column4, value);
  }
}

@compute @workgroup_size(16)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  // Zero, which the compiler cannot know: it would unroll short loops and take up to three times as long.
  let runtimeZero = workgroup.z >> 31;
  batch = workgroup.z;
  readSizes();
  let lane = local % 8;
  let ownColumn4 = workgroup.x * TILE_COLUMNS4 + lane;
  let column4 = min(ownColumn4, COLUMNS4 - 1);
  let row = workgroup.y * 32 + local / 8 * 16;
  let lowRow = min(row + lane, ROWS - 1);
  let highRow = min(row + 8 + lane, ROWS - 1);
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  var sum4 = vec4f();
  var sum5 = vec4f();
  var sum6 = vec4f();
  var sum7 = vec4f();
  var sum8 = vec4f();
  var sum9 = vec4f();
  var sum10 = vec4f();
  var sum11 = vec4f();
  var sum12 = vec4f();
  var sum13 = vec4f();
  var sum14 = vec4f();
  var sum15 = vec4f();
  for (var segment = 0u; segment < SEGMENTS + runtimeZero; segment++) {
    let lowOrigin = leftOrigin(lowRow, segment);
    let highOrigin = leftOrigin(highRow, segment);
    // A tap that lies in the padding for all of the subgroup's rows; all of its invocations agree.
    if (!subgroupAny(max(lowOrigin, highOrigin) >= 0)) {
      continue;
    }
    for (var depth4 = 0u; depth4 < SEGMENT_DEPTH4 + runtimeZero; depth4++) {
      let low = leftOrZero(lowOrigin, depth4);
      let high = leftOrZero(highOrigin, depth4);
      let depth = depth4 * 4;
      let b = byDepth(mat4x4f(
        right(segment, depth, column4),
        right(segment, depth + 1, column4),
        right(segment, depth + 2, column4),
        right(segment, depth + 3, column4),
      ));
      sum0 += b * subgroupBroadcast(low, 0);
      sum1 += b * subgroupBroadcast(low, 1);
      sum2 += b * subgroupBroadcast(low, 2);
      sum3 += b * subgroupBroadcast(low, 3);
      sum4 += b * subgroupBroadcast(low, 4);
      sum5 += b * subgroupBroadcast(low, 5);
      sum6 += b * subgroupBroadcast(low, 6);
      sum7 += b * subgroupBroadcast(low, 7);
      sum8 += b * subgroupBroadcast(high, 0);
      sum9 += b * subgroupBroadcast(high, 1);
      sum10 += b * subgroupBroadcast(high, 2);
      sum11 += b * subgroupBroadcast(high, 3);
      sum12 += b * subgroupBroadcast(high, 4);
      sum13 += b * subgroupBroadcast(high, 5);
      sum14 += b * subgroupBroadcast(high, 6);
      sum15 += b * subgroupBroadcast(high, 7);
    }
  }
  var sums = array<vec4f, 16>(
    sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7,
    sum8, sum9, sum10, sum11, sum12, sum13, sum14, sum15,
  );
  for (var i = 0u; i < 16 + runtimeZero; i++) {
    storeInRange(row + i, ownColumn4, sums[i]);
  }
}
