// Order of the rows of a convolution's product. IMAGES_ABREAST images take turns, so that neighbouring rows are the same
// position in different images: in small maps, taps in the padding are then the same for all and can be left out.
override IMAGES_ABREAST: u32;

// Row of the product -> (n * pixels) + pixel, as maps lie in memory.
fn pixelRow(row: u32, pixels: u32) -> u32 {
  let turn = row / IMAGES_ABREAST;
  return (turn / pixels * IMAGES_ABREAST + row % IMAGES_ABREAST) * pixels + turn % pixels;
}
