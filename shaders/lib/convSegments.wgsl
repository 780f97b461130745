// How a sum over the output positions of a convolution is cut: a segment is SEGMENT_ROWS rows of one image's output.
override SEGMENT_ROWS: u32;

fn segmentImage(segment: u32) -> u32 {
  return segment / (OUT_H / SEGMENT_ROWS);
}

// First output row of a segment.
fn segmentRow(segment: u32) -> u32 {
  return segment % (OUT_H / SEGMENT_ROWS) * SEGMENT_ROWS;
}

// Input pixels (y, x) from the segment's first patch to the one at this depth.
fn segmentOffset(depth: u32) -> vec2i {
  return vec2i(vec2u(depth / OUT_W, depth % OUT_W) * STRIDE);
}

// Input pixel (y, x) under `tap` = ky * K + kx of output position (0, 0).
fn tapOffset(tap: u32) -> vec2i {
  return vec2i(vec2u(tap / KERNEL_SIZE, tap % KERNEL_SIZE) * DILATION) - i32(PADDING);
}
