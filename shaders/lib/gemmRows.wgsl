// gemmRows: C = A B, register-tiled, for an A whose rows are contiguous along the summed axis.
//
// The summed axis has SEGMENTS segments of SEGMENT_DEPTH4 vec4s: the taps of a convolution, or one segment for
// a plain product. The including kernel includes its sizes, lib/gemmRowsSizes.wgsl or lib/linearSizes.wgsl, and gives the
// constant RIGHT_BY_COLUMN of lib/byDepth.wgsl and the operands through four functions, called in range only:
//   fn leftOrigin(row: u32, segment: u32) -> i32                    where A[row] starts in this segment; < 0: all zeros
//   fn left(origin: i32, depth4: u32) -> vec4f                      four depths of that row
//   fn right(segment: u32, depth: u32, column4: u32) -> vec4f       four columns of B at this depth of the segment
//   fn store(row: u32, column4: u32, value: vec4f)
// A workgroup covers TILE_COLUMNS4 * 4 columns by 256 / TILE_COLUMNS4 rows of matrix `batch`; each invocation
// 4 rows by 4 columns. Terms are summed in order of depth.

#include "lib/byDepth.wgsl"

fn leftOrZero(origin: i32, depth4: u32) -> vec4f {
  return select(vec4f(), left(max(origin, 0), depth4), origin >= 0);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  batch = workgroup.z;
  readSizes();
  let column4 = workgroup.x * TILE_COLUMNS4 + local % TILE_COLUMNS4;
  let row = (workgroup.y * (64 / TILE_COLUMNS4) + local / TILE_COLUMNS4) * 4;
  if (row >= ROWS || column4 >= COLUMNS4) {
    return;
  }
  let row1 = min(row + 1, ROWS - 1);
  let row2 = min(row + 2, ROWS - 1);
  let row3 = min(row + 3, ROWS - 1);
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var segment = 0u; segment < SEGMENTS; segment++) {
    let origin0 = leftOrigin(row, segment);
    let origin1 = leftOrigin(row1, segment);
    let origin2 = leftOrigin(row2, segment);
    let origin3 = leftOrigin(row3, segment);
    if (max(max(origin0, origin1), max(origin2, origin3)) < 0) {
      continue;
    }
    for (var depth4 = 0u; depth4 < SEGMENT_DEPTH4; depth4++) {
      let depth = depth4 * 4;
      let b = byDepth(mat4x4f(
        right(segment, depth, column4),
        right(segment, depth + 1, column4),
        right(segment, depth + 2, column4),
        right(segment, depth + 3, column4),
      ));
      sum0 += b * leftOrZero(origin0, depth4);
      sum1 += b * leftOrZero(origin1, depth4);
      sum2 += b * leftOrZero(origin2, depth4);
      sum3 += b * leftOrZero(origin3, depth4);
    }
  }
  store(row, column4, sum0);
  if (row + 1 < ROWS) {
    store(row + 1, column4, sum1);
  }
  if (row + 2 < ROWS) {
    store(row + 2, column4, sum2);
  }
  if (row + 3 < ROWS) {
    store(row + 3, column4, sum3);
  }
}
