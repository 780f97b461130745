// gemmColumns: C = A^T B, register-tiled, for an A stored [depth][row] and a B stored [depth][column].
//
// The summed axis has SEGMENTS segments of SEGMENT_DEPTH; SPLITS parts of the segments are summed apart, so that
// a small C with a long sum still fills the device, and added up in order by `gemm/sumSplits`. The including
// kernel gives the operands through four functions, called in range only:
//   fn leftOrigin(row4: u32, segment: u32) -> i32                   where these four rows of A start in this segment; < 0: zeros
//   fn left(origin: i32, row4: u32, depth: u32) -> vec4f            the four rows at this depth
//   fn right(segment: u32, depth: u32, column4: u32) -> vec4f       four columns of B at this depth
//   fn store(row: u32, column4: u32, value: vec4f)                  for every row below 4 * ROWS4
// A workgroup covers TILE_COLUMNS4 * 4 columns by TILE_ROWS4 * 4 rows of part `split` of matrix `batch`; each
// invocation 4 rows by 4 columns. Terms are summed in order of depth.

#include "lib/gemmColumnsSizes.wgsl"

@compute @workgroup_size(TILE_COLUMNS4 * TILE_ROWS4)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  batch = workgroup.z / SPLITS;
  split = workgroup.z % SPLITS;
  let column4 = workgroup.x * TILE_COLUMNS4 + local % TILE_COLUMNS4;
  let row4 = workgroup.y * TILE_ROWS4 + local / TILE_COLUMNS4;
  if (row4 >= ROWS4 || column4 >= COLUMNS4) {
    return;
  }
  let end = (split + 1) * SEGMENTS / SPLITS;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var segment = split * SEGMENTS / SPLITS; segment < end; segment++) {
    let origin = leftOrigin(row4, segment);
    if (origin >= 0) {
      for (var depth = 0u; depth < SEGMENT_DEPTH; depth++) {
        let a = left(origin, row4, depth);
        let b = right(segment, depth, column4);
        sum0 += a.x * b;
        sum1 += a.y * b;
        sum2 += a.z * b;
        sum3 += a.w * b;
      }
    }
  }
  store(row4 * 4, column4, sum0);
  store(row4 * 4 + 1, column4, sum1);
  store(row4 * 4 + 2, column4, sum2);
  store(row4 * 4 + 3, column4, sum3);
}
