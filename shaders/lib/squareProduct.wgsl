// Products of square matrices [GROUPS, 4 * COLUMNS4, COLUMNS4] of vec4f, PRODUCTS of them for each group.
// The sum may have two segments, from two pairs of factors: the first factor of the second pair then counts from SIZE.
#include "lib/gemmRows.wgsl"

override PRODUCTS: u32;
// vec4s of one tensor of matrices.
override SIZE: u32;

fn at(row: u32, column4: u32) -> u32 {
  return (batch / PRODUCTS * COLUMNS4 * 4 + row) * COLUMNS4 + column4;
}

fn leftOrigin(row: u32, segment: u32) -> i32 {
  return i32(segment * SIZE + at(row, 0));
}

// These four entries of the identity.
fn identity(row: u32, column4: u32) -> vec4f {
  return select(vec4f(0), vec4f(1), vec4u(column4 * 4) + vec4u(0, 1, 2, 3) == vec4u(row));
}
