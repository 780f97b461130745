// gemmColumns (see lib/gemmColumns.wgsl) for subgroups of 8 invocations, tiles of 8 vec4 columns.
//
// Each invocation owns 16 rows by 4 columns. Four depths at a time, the 8 invocations of a subgroup load the
// 4 depths x 4 vec4s of A that they need, two vec4s each, and broadcast them: 6 vec4s loaded for 256 products.
enable subgroups;

#include "lib/gemmColumnsSizes.wgsl"

fn leftOrZero(origin: i32, row4: u32, depth: u32) -> vec4f {
  let inside = origin >= 0 && depth < SEGMENT_DEPTH;
  return select(vec4f(), left(max(origin, 0), row4, min(depth, SEGMENT_DEPTH - 1)), inside);
}

fn storeInRange(row: u32, column4: u32, value: vec4f) {
  if (row < ROWS4 * 4 && column4 < COLUMNS4) {
    store(row, column4, value);
  }
}

@compute @workgroup_size(16)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  // Zero, which the compiler cannot know: it would unroll short loops and take up to three times as long.
  let runtimeZero = workgroup.z >> 31;
  batch = workgroup.z / SPLITS;
  let part = workgroup.z % SPLITS;
  split = part;
  let lane = local % 8;
  let ownColumn4 = workgroup.x * TILE_COLUMNS4 + lane;
  let column4 = min(ownColumn4, COLUMNS4 - 1);
  let row4 = workgroup.y * TILE_ROWS4 + local / 8 * 4;
  let ownRow4 = min(row4 + lane % 4, ROWS4 - 1);
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
  let end = (part + 1) * SEGMENTS / SPLITS + runtimeZero;
  for (var segment = part * SEGMENTS / SPLITS; segment < end; segment++) {
    let origin = leftOrigin(ownRow4, segment);
    for (var depth = 0u; depth < SEGMENT_DEPTH + runtimeZero; depth += 4) {
      let low = leftOrZero(origin, ownRow4, depth + lane / 4);
      let high = leftOrZero(origin, ownRow4, depth + 2 + lane / 4);
      let b0 = right(segment, depth, column4);
      let b1 = right(segment, min(depth + 1, SEGMENT_DEPTH - 1), column4);
      let b2 = right(segment, min(depth + 2, SEGMENT_DEPTH - 1), column4);
      let b3 = right(segment, min(depth + 3, SEGMENT_DEPTH - 1), column4);
      let a00 = subgroupBroadcast(low, 0);
      let a01 = subgroupBroadcast(low, 4);
      let a02 = subgroupBroadcast(high, 0);
      let a03 = subgroupBroadcast(high, 4);
      sum0 += a00.x * b0 + a01.x * b1 + a02.x * b2 + a03.x * b3;
      sum1 += a00.y * b0 + a01.y * b1 + a02.y * b2 + a03.y * b3;
      sum2 += a00.z * b0 + a01.z * b1 + a02.z * b2 + a03.z * b3;
      sum3 += a00.w * b0 + a01.w * b1 + a02.w * b2 + a03.w * b3;
      let a10 = subgroupBroadcast(low, 1);
      let a11 = subgroupBroadcast(low, 5);
      let a12 = subgroupBroadcast(high, 1);
      let a13 = subgroupBroadcast(high, 5);
      sum4 += a10.x * b0 + a11.x * b1 + a12.x * b2 + a13.x * b3;
      sum5 += a10.y * b0 + a11.y * b1 + a12.y * b2 + a13.y * b3;
      sum6 += a10.z * b0 + a11.z * b1 + a12.z * b2 + a13.z * b3;
      sum7 += a10.w * b0 + a11.w * b1 + a12.w * b2 + a13.w * b3;
      let a20 = subgroupBroadcast(low, 2);
      let a21 = subgroupBroadcast(low, 6);
      let a22 = subgroupBroadcast(high, 2);
      let a23 = subgroupBroadcast(high, 6);
      sum8 += a20.x * b0 + a21.x * b1 + a22.x * b2 + a23.x * b3;
      sum9 += a20.y * b0 + a21.y * b1 + a22.y * b2 + a23.y * b3;
      sum10 += a20.z * b0 + a21.z * b1 + a22.z * b2 + a23.z * b3;
      sum11 += a20.w * b0 + a21.w * b1 + a22.w * b2 + a23.w * b3;
      let a30 = subgroupBroadcast(low, 3);
      let a31 = subgroupBroadcast(low, 7);
      let a32 = subgroupBroadcast(high, 3);
      let a33 = subgroupBroadcast(high, 7);
      sum12 += a30.x * b0 + a31.x * b1 + a32.x * b2 + a33.x * b3;
      sum13 += a30.y * b0 + a31.y * b1 + a32.y * b2 + a33.y * b3;
      sum14 += a30.z * b0 + a31.z * b1 + a32.z * b2 + a33.z * b3;
      sum15 += a30.w * b0 + a31.w * b1 + a32.w * b2 + a33.w * b3;
    }
  }
  let row = row4 * 4;
  var sums = array<vec4f, 16>(
    sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7,
    sum8, sum9, sum10, sum11, sum12, sum13, sum14, sum15,
  );
  for (var i = 0u; i < 16 + runtimeZero; i++) {
    storeInRange(row + i, ownColumn4, sums[i]);
  }
}
