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

// Stores 4 x 4 entries, the rows of C being the columns of `block`. What lies below the diagonal of a symmetric C is stored
// twice, and what lies above it is dropped: so C is symmetric to the last bit whatever the rounding.
fn storeBlock(product: Product, row4: u32, column4: u32, block: mat4x4f) {
  if (row4 >= product.rows4 || column4 >= product.columns4 || (IS_SYMMETRIC && column4 > row4)) {
    return;
  }
  let mirrored = transpose(block);
  let isOnDiagonal = IS_SYMMETRIC && column4 == row4;
  for (var i = 0u; i < 4; i++) {
    let isAbove = vec4u(0, 1, 2, 3) > vec4u(i);
    let value = select(block[i], mirrored[i], isAbove & vec4(isOnDiagonal));
    store(product, row4 * 4 + i, column4, value);
    if (IS_SYMMETRIC && column4 < row4) {
      store(product, column4 * 4 + i, row4, mirrored[i]);
    }
  }
}
