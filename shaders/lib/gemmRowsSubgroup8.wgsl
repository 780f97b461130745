// gemmRows (see lib/gemmRows.wgsl) for subgroups of 8 invocations, tiles of 8 vec4 columns.
//
// Each invocation owns 8 rows by 4 columns. The 8 invocations of a subgroup load one row of A each and
// broadcast it, so that a value of A is loaded once for 32 columns.
enable subgroups;

override ROWS: u32;
override COLUMNS4: u32;
override TILE_COLUMNS4: u32;
override SEGMENTS: u32;
override SEGMENT_DEPTH4: u32;

var<private> batch: u32;

fn storeInRange(row: u32, column4: u32, value: vec4f) {
  if (row < ROWS && column4 < COLUMNS4) {
    store(row, column4, value);
  }
}

@compute @workgroup_size(32)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
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
  for (var segment = 0u; segment < SEGMENTS; segment++) {
    let origin = leftOrigin(ownRow, segment);
    for (var depth4 = 0u; depth4 < SEGMENT_DEPTH4; depth4++) {
      let a = select(vec4f(), left(max(origin, 0), depth4), origin >= 0);
      let depth = depth4 * 4;
      let b = mat4x4f(
        right(segment, depth, column4),
        right(segment, depth + 1, column4),
        right(segment, depth + 2, column4),
        right(segment, depth + 3, column4),
      );
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
  storeInRange(row, ownColumn4, sum0);
  storeInRange(row + 1, ownColumn4, sum1);
  storeInRange(row + 2, ownColumn4, sum2);
  storeInRange(row + 3, ownColumn4, sum3);
  storeInRange(row + 4, ownColumn4, sum4);
  storeInRange(row + 5, ownColumn4, sum5);
  storeInRange(row + 6, ownColumn4, sum6);
  storeInRange(row + 7, ownColumn4, sum7);
}
