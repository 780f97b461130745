// gemmColumns (see lib/gemmColumns.wgsl) with operands shared through workgroup memory.
//
// Eight depths at a time, a workgroup loads the tile's rows of A and columns of B once for all of its invocations; each
// owns 4 rows by 4 columns as there, and sums in the same order. Depths past the last count as zeros.

#include "lib/gemmColumnsSizes.wgsl"

const STEP = 8u;
// [STEP, TILE_ROWS4]
var<workgroup> leftTile: array<vec4f, 8 * TILE_ROWS4>;
// [STEP, TILE_COLUMNS4]
var<workgroup> rightTile: array<vec4f, 8 * TILE_COLUMNS4>;

@compute @workgroup_size(TILE_COLUMNS4 * TILE_ROWS4)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  batch = workgroup.z / SPLITS;
  let part = workgroup.z % SPLITS;
  split = part;
  let ownColumn4 = local % TILE_COLUMNS4;
  let ownRow4 = local / TILE_COLUMNS4;
  let column4 = workgroup.x * TILE_COLUMNS4 + ownColumn4;
  let row4 = workgroup.y * TILE_ROWS4 + ownRow4;
  // What this invocation loads, at every depth or at some: the same four rows throughout, since `leftOrigin` may keep
  // something of them for `left`.
  let loadedRow4 = local % TILE_ROWS4;
  let leftRow4 = min(workgroup.y * TILE_ROWS4 + loadedRow4, ROWS4 - 1);
  let rightColumn4 = min(column4, COLUMNS4 - 1);
  let depths = min(STEP, SEGMENT_DEPTH);
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  let end = (part + 1) * SEGMENTS / SPLITS;
  for (var segment = part * SEGMENTS / SPLITS; segment < end; segment++) {
    let origin = leftOrigin(leftRow4, segment);
    for (var first = 0u; first < SEGMENT_DEPTH; first += STEP) {
      for (var i = local / TILE_ROWS4; i < depths; i += TILE_COLUMNS4) {
        let depth = first + i;
        let a = left(max(origin, 0), leftRow4, min(depth, SEGMENT_DEPTH - 1));
        leftTile[i * TILE_ROWS4 + loadedRow4] = select(vec4f(), a, origin >= 0 && depth < SEGMENT_DEPTH);
      }
      for (var i = ownRow4; i < depths; i += TILE_ROWS4) {
        let depth = first + i;
        let b = right(segment, min(depth, SEGMENT_DEPTH - 1), rightColumn4);
        rightTile[i * TILE_COLUMNS4 + ownColumn4] = select(vec4f(), b, depth < SEGMENT_DEPTH);
      }
      workgroupBarrier();
      for (var i = 0u; i < depths; i++) {
        let a = leftTile[i * TILE_ROWS4 + ownRow4];
        let b = rightTile[i * TILE_COLUMNS4 + ownColumn4];
        sum0 += a.x * b;
        sum1 += a.y * b;
        sum2 += a.z * b;
        sum3 += a.w * b;
      }
      workgroupBarrier();
    }
  }
  if (row4 < ROWS4 && column4 < COLUMNS4) {
    store(row4 * 4, column4, sum0);
    store(row4 * 4 + 1, column4, sum1);
    store(row4 * 4 + 2, column4, sum2);
    store(row4 * 4 + 3, column4, sum3);
  }
}
