// gemmRows (see lib/gemmRows.wgsl) for subgroups of 8 invocations, tiles of 4 vec4 columns.
//
// Each invocation owns 4 rows by 16 columns. The invocations of a subgroup load the 16 vec4s of B that four depths
// need, two each, and broadcast them, so that a value of B is loaded once for 32 rows.
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
  let column4 = workgroup.x * TILE_COLUMNS4;
  let ownColumn4 = min(column4 + lane % 4, COLUMNS4 - 1);
  let row = workgroup.y * 64 + local * 4;
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
  for (var segment = 0u; segment < SEGMENTS + runtimeZero; segment++) {
    let origin0 = leftOrigin(min(row, ROWS - 1), segment);
    let origin1 = leftOrigin(min(row + 1, ROWS - 1), segment);
    let origin2 = leftOrigin(min(row + 2, ROWS - 1), segment);
    let origin3 = leftOrigin(min(row + 3, ROWS - 1), segment);
    // A tap that lies in the padding for all of the subgroup's rows; all of its invocations agree.
    if (!subgroupAny(max(max(origin0, origin1), max(origin2, origin3)) >= 0)) {
      continue;
    }
    for (var depth4 = 0u; depth4 < SEGMENT_DEPTH4 + runtimeZero; depth4++) {
      let own0 = right(segment, depth4 * 4 + lane / 4, ownColumn4);
      let own1 = right(segment, depth4 * 4 + 2 + lane / 4, ownColumn4);
      let b0 = byDepth(mat4x4f(subgroupBroadcast(own0, 0), subgroupBroadcast(own0, 4), subgroupBroadcast(own1, 0), subgroupBroadcast(own1, 4)));
      let b1 = byDepth(mat4x4f(subgroupBroadcast(own0, 1), subgroupBroadcast(own0, 5), subgroupBroadcast(own1, 1), subgroupBroadcast(own1, 5)));
      let b2 = byDepth(mat4x4f(subgroupBroadcast(own0, 2), subgroupBroadcast(own0, 6), subgroupBroadcast(own1, 2), subgroupBroadcast(own1, 6)));
      let b3 = byDepth(mat4x4f(subgroupBroadcast(own0, 3), subgroupBroadcast(own0, 7), subgroupBroadcast(own1, 3), subgroupBroadcast(own1, 7)));
      let a0 = leftOrZero(origin0, depth4);
      let a1 = leftOrZero(origin1, depth4);
      let a2 = leftOrZero(origin2, depth4);
      let a3 = leftOrZero(origin3, depth4);
      sum00 += b0 * a0;
      sum01 += b1 * a0;
      sum02 += b2 * a0;
      sum03 += b3 * a0;
      sum10 += b0 * a1;
      sum11 += b1 * a1;
      sum12 += b2 * a1;
      sum13 += b3 * a1;
      sum20 += b0 * a2;
      sum21 += b1 * a2;
      sum22 += b2 * a2;
      sum23 += b3 * a2;
      sum30 += b0 * a3;
      sum31 += b1 * a3;
      sum32 += b2 * a3;
      sum33 += b3 * a3;
    }
  }
  var sums = array<vec4f, 16>(
    sum00, sum01, sum02, sum03, sum10, sum11, sum12, sum13,
    sum20, sum21, sum22, sum23, sum30, sum31, sum32, sum33,
  );
  for (var i = 0u; i < 16 + runtimeZero; i++) {
    storeInRange(row + i / 4, column4 + i % 4, sums[i]);
  }
}
