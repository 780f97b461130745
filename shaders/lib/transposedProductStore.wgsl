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

// Column and row of the workgroup's tile. The tiles on and below the diagonal of a symmetric C fill a rectangle: its row y is row
// y from the bottom of the triangle, and behind it row y from the top (y - 1 where the rows are odd in number). So all
// workgroups have the same work, also for drivers that give each core one stretch of them.
fn tileOf(product: Product, workgroup: vec3u) -> vec2u {
  if (!IS_SYMMETRIC) {
    return workgroup.xy;
  }
  let tiles = (product.rows4 + 7) / 8;
  let long = tiles - workgroup.y;
  if (workgroup.x < long) {
    return vec2u(workgroup.x, long - 1);
  }
  return vec2u(workgroup.x - long, workgroup.y - tiles % 2);
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
