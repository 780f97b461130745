// What every form of transposedProduct shares: the size of a product, and how its entries are stored.
struct Product {
  // vec4s of the rows and columns of C.
  rows4: u32,
  columns4: u32,
  // Terms of the sum, a multiple of four.
  depth: u32,
  // Indices of the first vec4s of A and of B.
  left: u32,
  right: u32,
  // Which matrix of the result this is.
  result: u32,
}

fn isSkipped(tile: vec3u) -> bool {
  return IS_SYMMETRIC && tile.x > tile.y;
}

fn storeInRange(product: Product, row: u32, column: u32, values: vec4f) {
  var value = values;
  for (var i = 0u; i < 4; i++) {
    let own = column + i;
    if (row < product.rows4 * 4 && own < product.columns4 * 4 && (!IS_SYMMETRIC || own <= row)) {
      store(product, row, own, value[i]);
      if (IS_SYMMETRIC) {
        store(product, own, row, value[i]);
      }
    }
  }
}
