// covariance: rowsᵀ rows / ROWS + EPS I for each group, of rows that are centred already
// A product of features with features, summed over the rows in segments, split over workgroups.
//   rows     read   [GROUPS, SEGMENTS * SEGMENT_DEPTH, FEATURES4] vec4f, zero past ROWS
//   partial  write  [SPLITS, GROUPS, FEATURES4 * 4, FEATURES4] vec4f, to be added up by gemm/sumSplits; the result if SPLITS is 1
#include "lib/gemmColumns.wgsl"

@group(0) @binding(0) var<storage, read> rows: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> partial: array<vec4f>;

override ROWS: u32;
override FEATURES: u32;
override GROUPS: u32;
override EPS: f32;

fn leftOrigin(row4: u32, segment: u32) -> i32 {
  return i32((batch * SEGMENTS + segment) * SEGMENT_DEPTH * COLUMNS4 + row4);
}

fn left(origin: i32, row4: u32, depth: u32) -> vec4f {
  return rows[u32(origin) + depth * COLUMNS4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return rows[((batch * SEGMENTS + segment) * SEGMENT_DEPTH + depth) * COLUMNS4 + column4];
}

fn store(row: u32, column4: u32, value: vec4f) {
  let columns = vec4u(column4 * 4) + vec4u(0, 1, 2, 3);
  let isDiagonal = vec4<bool>(split == 0 && row < FEATURES) & (columns == vec4u(row));
  let index = ((split * GROUPS + batch) * ROWS4 * 4 + row) * COLUMNS4 + column4;
  partial[index] = value / f32(ROWS) + select(vec4f(0), vec4f(EPS), isDiagonal);
}
