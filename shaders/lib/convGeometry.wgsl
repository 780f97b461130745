// Sizes of a convolution, and where the patch of an output position lies in its input.
override H: u32;
override W: u32;
override OUT_H: u32;
override OUT_W: u32;
override KERNEL_SIZE: u32;
override STRIDE: u32;
override PADDING: u32;
override DILATION: u32;

// Index of the first of `pixelSize` values of the input pixel under `tap` = ky * K + kx of output position
// `row` = (n * OUT_H + y) * OUT_W + x; -1 in the padding.
fn patchOrigin(row: u32, tap: u32, pixelSize: u32) -> i32 {
  let n = row / (OUT_H * OUT_W);
  let y = i32((row / OUT_W) % OUT_H * STRIDE + tap / KERNEL_SIZE * DILATION) - i32(PADDING);
  let x = i32(row % OUT_W * STRIDE + tap % KERNEL_SIZE * DILATION) - i32(PADDING);
  let inside = y >= 0 && y < i32(H) && x >= 0 && x < i32(W);
  return select(-1, ((i32(n * H) + y) * i32(W) + x) * i32(pixelSize), inside);
}
