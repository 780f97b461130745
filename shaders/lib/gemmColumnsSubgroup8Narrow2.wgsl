// gemmColumns (see lib/gemmColumns.wgsl) for subgroups of 8 invocations, tiles of 2 vec4 columns.
//
// Each invocation owns 4 rows by 8 columns. Four depths at a time, the invocations of a subgroup load the 4 x 2 vec4s of B,
// one each, and broadcast them, so that a value of B is loaded once for 32 rows.
enable subgroups;

#include "lib/gemmColumnsSizes.wgsl"

fn leftOrZero(origin: i32, row4: u32, depth: u32) -> vec4f {
  let inside = origin >= 0 && depth < SEGMENT_DEPTH;
  return select(vec4f(), left(max(origin, 0), row4, min(depth, SEGMENT_DEPTH - 1)), inside);
}

fn storeInRange(row4: u32, row: u32, column4: u32, value: vec4f) {
  if (row4 < ROWS4 && column4 < COLUMNS4) {
    store(row4 * 4 + row, column4, value);
  }
}

@compute @workgroup_size(TILE_ROWS4)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  // Zero, which the compiler cannot know: it would unroll short loops and take up to three times as long.
  let runtimeZero = workgroup.z >> 31;
  batch = workgroup.z / SPLITS;
  let part = workgroup.z % SPLITS;
  split = part;
  let lane = local % 8;
  let column4 = workgroup.x * TILE_COLUMNS4;
  let ownColumn4 = min(column4 + lane % 2, COLUMNS4 - 1);
  let row4 = workgroup.y * TILE_ROWS4 + local;
  let readRow4 = min(row4, ROWS4 - 1);
  var sum00 = vec4f();
  var sum01 = vec4f();
  var sum10 = vec4f();
  var sum11 = vec4f();
  var sum20 = vec4f();
  var sum21 = vec4f();
  var sum30 = vec4f();
  var sum31 = vec4f();
  let end = (part + 1) * SEGMENTS / SPLITS + runtimeZero;
  for (var segment = part * SEGMENTS / SPLITS; segment < end; segment++) {
    let origin = leftOrigin(readRow4, segment);
    for (var depth = 0u; depth < SEGMENT_DEPTH + runtimeZero; depth += 4) {
      let own = right(segment, min(depth + lane / 2, SEGMENT_DEPTH - 1), ownColumn4);
      let a0 = leftOrZero(origin, readRow4, depth);
      let a1 = leftOrZero(origin, readRow4, depth + 1);
      let a2 = leftOrZero(origin, readRow4, depth + 2);
      let a3 = leftOrZero(origin, readRow4, depth + 3);
      let b00 = subgroupBroadcast(own, 0);
      let b10 = subgroupBroadcast(own, 2);
      let b20 = subgroupBroadcast(own, 4);
      let b30 = subgroupBroadcast(own, 6);
      sum00 += a0.x * b00 + a1.x * b10 + a2.x * b20 + a3.x * b30;
      sum10 += a0.y * b00 + a1.y * b10 + a2.y * b20 + a3.y * b30;
      sum20 += a0.z * b00 + a1.z * b10 + a2.z * b20 + a3.z * b30;
      sum30 += a0.w * b00 + a1.w * b10 + a2.w * b20 + a3.w * b30;
      let b01 = subgroupBroadcast(own, 1);
      let b11 = subgroupBroadcast(own, 3);
      let b21 = subgroupBroadcast(own, 5);
      let b31 = subgroupBroadcast(own, 7);
      sum01 += a0.x * b01 + a1.x * b11 + a2.x * b21 + a3.x * b31;
      sum11 += a0.y * b01 + a1.y * b11 + a2.y * b21 + a3.y * b31;
      sum21 += a0.z * b01 + a1.z * b11 + a2.z * b21 + a3.z * b31;
      sum31 += a0.w * b01 + a1.w * b11 + a2.w * b21 + a3.w * b31;
    }
  }
  var sums = array<vec4f, 8>(sum00, sum01, sum10, sum11, sum20, sum21, sum30, sum31);
  for (var i = 0u; i < 8 + runtimeZero; i++) {
    storeInRange(row4, i / 2, column4 + i % 2, sums[i]);
  }
}
