/** Workgroups of a kernel that includes `lib/transposedProduct.wgsl`, one for each tile of 32 x 32, along x and y. */
export function productTiles(rows4: number, columns4: number): [number, number] {
  return [Math.ceil(columns4 / 8), Math.ceil(rows4 / 8)];
}

/** The same for a symmetric product: its tiles on and below the diagonal, as `tileOf` of that kernel counts them. */
export function symmetricTiles(vectors: number): [number, number] {
  const tiles = Math.ceil(vectors / 8);
  return [tiles + ((tiles + 1) % 2), Math.ceil(tiles / 2)];
}
