// gemmRows (see lib/gemmRows.wgsl) with operands shared through workgroup memory.
//
// Eight depths at a time, the 64 invocations load the tile's rows of A and columns of B once for all of them; each
// invocation owns 4 rows by 4 columns as there, and sums in the same order. Depths past the last count as zeros.

#include "lib/byDepth.wgsl"

const STEP4 = 2u;
// Where the tile's rows start in the segment at hand.
var<workgroup> origins: array<i32, 256 / TILE_COLUMNS4>;
// [STEP4, rows of the tile], so that neighbouring rows lie in different banks.
var<workgroup> leftTile: array<vec4f, 512 / TILE_COLUMNS4>;
// [STEP4 * 4, TILE_COLUMNS4]
var<workgroup> rightTile: array<vec4f, 8 * TILE_COLUMNS4>;

fn loadOrigins(firstRow: u32, segment: u32, local: u32) {
  for (var row = local; row < 256 / TILE_COLUMNS4; row += 64) {
    origins[row] = leftOrigin(min(firstRow + row, ROWS - 1), segment);
  }
}

fn loadLeft(first: u32, depths4: u32, local: u32) {
  let rows = 256 / TILE_COLUMNS4;
  for (var i = local; i < rows * STEP4; i += 64) {
    let origin = origins[i / STEP4];
    let depth4 = first + i % STEP4;
    let value = left(max(origin, 0), min(depth4, depths4 - 1));
    leftTile[i % STEP4 * rows + i / STEP4] = select(vec4f(), value, origin >= 0 && depth4 < depths4);
  }
}

fn loadRight(tile: vec2u, segment: u32, depths4: u32, local: u32) {
  let first = tile.y * 4;
  for (var i = local; i < STEP4 * 4 * TILE_COLUMNS4; i += 64) {
    let column4 = min(tile.x + i % TILE_COLUMNS4, COLUMNS4 - 1);
    let depth = first + i / TILE_COLUMNS4;
    rightTile[i] = select(vec4f(), right(segment, min(depth, depths4 * 4 - 1), column4), depth < depths4 * 4);
  }
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  batch = workgroup.z;
  readSizes();
  // Barriers take loops of which the compiler sees that all invocations agree; SEGMENT_DEPTH4 may be a private variable.
  let depths4 = segmentDepth4();
  let rows = 256 / TILE_COLUMNS4;
  let firstColumn4 = workgroup.x * TILE_COLUMNS4;
  let ownColumn4 = local % TILE_COLUMNS4;
  let ownRow = local / TILE_COLUMNS4 * 4;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var segment = 0u; segment < SEGMENTS; segment++) {
    loadOrigins(workgroup.y * rows, segment, local);
    workgroupBarrier();
    let own = vec4i(origins[ownRow], origins[ownRow + 1], origins[ownRow + 2], origins[ownRow + 3]);
    for (var first = 0u; first < depths4; first += STEP4) {
      loadLeft(first, depths4, local);
      loadRight(vec2u(firstColumn4, first), segment, depths4, local);
      workgroupBarrier();
      if (any(own >= vec4i())) {
        for (var depth4 = 0u; depth4 < min(STEP4, depths4); depth4++) {
          let b = byDepth(mat4x4f(
            rightTile[depth4 * 4 * TILE_COLUMNS4 + ownColumn4],
            rightTile[(depth4 * 4 + 1) * TILE_COLUMNS4 + ownColumn4],
            rightTile[(depth4 * 4 + 2) * TILE_COLUMNS4 + ownColumn4],
            rightTile[(depth4 * 4 + 3) * TILE_COLUMNS4 + ownColumn4],
          ));
          sum0 += b * leftTile[depth4 * rows + ownRow];
          sum1 += b * leftTile[depth4 * rows + ownRow + 1];
          sum2 += b * leftTile[depth4 * rows + ownRow + 2];
          sum3 += b * leftTile[depth4 * rows + ownRow + 3];
        }
      }
      workgroupBarrier();
    }
  }
  let column4 = firstColumn4 + ownColumn4;
  let row = workgroup.y * rows + ownRow;
  let sums = array<vec4f, 4>(sum0, sum1, sum2, sum3);
  for (var i = 0u; i < 4; i++) {
    if (row + i < ROWS && column4 < COLUMNS4) {
      store(row + i, column4, sums[i]);
    }
  }
}
