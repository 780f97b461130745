// Products Aᵀ B of square matrices [GROUPS, D4, D4/4] of vec4f, one for each group. The including kernel gives
// constants PAIRS, IS_SYMMETRIC and
//   fn vectorsInAll() -> u32    vec4s of one tensor of matrices
#include "lib/transposedProduct.wgsl"

fn productOf(group: u32, groups: u32) -> Product {
  let size = vectorsInAll() / groups;
  let side = u32(round(sqrt(f32(size * 4))));
  return Product(side / 4, side / 4, side, group * size, group * size, group);
}

// Which vec4 of the matrices holds these four entries.
fn entries(product: Product, row: u32, column4: u32) -> u32 {
  return (product.result * product.rows4 * 4 + row) * product.columns4 + column4;
}
