// gemmColumns (see lib/gemmColumns.wgsl) for subgroups of 8 invocations, tiles of 4 vec4 columns.
//
// Each invocation owns 4 rows by 16 columns. Two depths at a time, the invocations of a subgroup load the 2 x 4 vec4s of B,
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
  let ownColumn4 = min(column4 + lane % 4, COLUMNS4 - 1);
  let row4 = workgroup.y * TILE_ROWS4 + local;
  let readRow4 = min(row4, ROWS4 - 1);
  var sum00 = vec4f();
  var sum01 = vec4f();
  var sum02 = vec4f();
  var sum03 = vec4f();
  var sum10 = vec4f();
  var sum11 = vec4f();
  var sum12 = vec4f();
  var sum13 = vec4f();
  var sum20 = vec4f();
  var sum21 = vec4f();
  var sum22 = vec4f();
  var sum23 = vec4f();
  var sum30 = vec4f();
  var sum31 = vec4f();
  var sum32 = vec4f();
  var sum33 = vec4f();
  let end = (part + 1) * SEGMENTS / SPLITS + runtimeZero;
  for (var segment = part * SEGMENTS / SPLITS; segment < end; segment++) {
    let origin = leftOrigin(readRow4, segment);
    for (var depth = 0u; depth < SEGMENT_DEPTH + runtimeZero; depth += 2) {
      let own = right(segment, min(depth + lane / 4, SEGMENT_DEPTH - 1), ownColumn4);
      let a0 = leftOrZero(origin, readRow4, depth);
      let a1 = leftOrZero(origin, readRow4, depth + 1);
      let b00 = subgroupBroadcast(own, 0);
      let b10 = subgroupBroadcast(own, 4);
      sum00 += a0.x * b00 + a1.x * b10;
      sum10 += a0.y * b00 + a1.y * b10;
      sum20 += a0.z * b00 + a1.z * b10;
      sum30 += a0.w * b00 + a1.w * b10;
      let b01 = subgroupBroadcast(own, 1);
      let b11 = subgroupBroadcast(own, 5);
      sum01 += a0.x * b01 + a1.x * b11;
      sum11 += a0.y * b01 + a1.y * b11;
      sum21 += a0.z * b01 + a1.z * b11;
      sum31 += a0.w * b01 + a1.w * b11;
      let b02 = subgroupBroadcast(own, 2);
      let b12 = subgroupBroadcast(own, 6);
      sum02 += a0.x * b02 + a1.x * b12;
      sum12 += a0.y * b02 + a1.y * b12;
      sum22 += a0.z * b02 + a1.z * b12;
      sum32 += a0.w * b02 + a1.w * b12;
      let b03 = subgroupBroadcast(own, 3);
      let b13 = subgroupBroadcast(own, 7);
      sum03 += a0.x * b03 + a1.x * b13;
      sum13 += a0.y * b03 + a1.y * b13;
      sum23 += a0.z * b03 + a1.z * b13;
      sum33 += a0.w * b03 + a1.w * b13;
    }
  }
  var sums = array<vec4f, 16>(
    sum00, sum01, sum02, sum03, sum10, sum11, sum12, sum13,
    sum20, sum21, sum22, sum23, sum30, sum31, sum32, sum33,
  );
  for (var i = 0u; i < 16 + runtimeZero; i++) {
    storeInRange(row4, i / 4, column4 + i % 4, sums[i]);
  }
}
