// statisticsGradient: gradRows[g, r, :] = (rows[g, r, :] direction[g] + gradMean[g, :]) / ROWS
// A product of rows with features. The derivative of the covariance through the mean is zero: centred rows sum to zero.
// direction is the gradient of the covariance plus its transpose.
//   rows       read   [GROUPS, PADDED_ROWS, FEATURES4] vec4f
//   direction  read   [GROUPS, FEATURES4 * 4, FEATURES4] vec4f
//   gradMean   read   [GROUPS * FEATURES] f32
//   gradRows   write  [GROUPS, ROWS, FEATURES4] vec4f
#include "lib/gemmRowsSizes.wgsl"
#include "lib/gemmRows.wgsl"

@group(0) @binding(0) var<storage, read> rows: array<vec4f>;
@group(0) @binding(1) var<storage, read> direction: array<vec4f>;
@group(0) @binding(2) var<storage, read> gradMean: array<f32>;
@group(0) @binding(3) var<storage, read_write> gradRows: array<vec4f>;

override PADDED_ROWS: u32;
override FEATURES: u32;

fn leftOrigin(row: u32, segment: u32) -> i32 {
  return i32((batch * PADDED_ROWS + row) * COLUMNS4);
}

fn left(origin: i32, depth4: u32) -> vec4f {
  return rows[u32(origin) + depth4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return direction[(batch * COLUMNS4 * 4 + depth) * COLUMNS4 + column4];
}

fn meanTerm(feature: u32) -> f32 {
  return select(0, gradMean[batch * FEATURES + min(feature, FEATURES - 1)], feature < FEATURES);
}

fn store(row: u32, column4: u32, value: vec4f) {
  let first = column4 * 4;
  let mean = vec4f(meanTerm(first), meanTerm(first + 1), meanTerm(first + 2), meanTerm(first + 3));
  gradRows[(batch * ROWS + row) * COLUMNS4 + column4] = (value + mean) / f32(ROWS);
}
