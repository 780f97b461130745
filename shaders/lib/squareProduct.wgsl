// Products Aᵀ B of square matrices [GROUPS, D4, D4/4] of vec4f, PRODUCTS of them for each group: product
// PRODUCTS * g + i is number i of group g. The including kernel gives constants PRODUCTS, PAIRS, IS_SYMMETRIC and
//   fn vectorsInAll() -> u32    vec4s of one tensor of matrices
#include "lib/transposedProduct.wgsl"

// Which of its group's products this is.
var<private> which: u32;

fn productOf(part: u32, parts: u32) -> Product {
  which = part % PRODUCTS;
  let size = vectorsInAll() * PRODUCTS / parts;
  let side = u32(round(sqrt(f32(size * 4))));
  let group = part / PRODUCTS;
  return Product(side / 4, side / 4, side, group * size, group * size, group);
}

fn entry(product: Product, row: u32, column: u32) -> u32 {
  let side = product.rows4 * 4;
  return (product.result * side + row) * side + column;
}
