// A pooling window over maps that lie as [N, H, W, VECTORS].
override HEIGHT: u32;
override WIDTH: u32;
override VECTORS: u32;
override OUT_HEIGHT: u32;
override OUT_WIDTH: u32;
override KERNEL_SIZE: u32;
override STRIDE: u32;
override PADDING: u32;

// Which vec4 of a map an invocation has.
struct Place {
  n: u32,
  y: u32,
  x: u32,
  vector: u32,
}

fn place(i: u32, height: u32, width: u32) -> Place {
  let pixel = i / VECTORS;
  return Place(pixel / (height * width), pixel / width % height, pixel % width, i % VECTORS);
}

fn inputIndex(at: Place, y: u32, x: u32) -> u32 {
  return ((at.n * HEIGHT + y) * WIDTH + x) * VECTORS + at.vector;
}

fn outputIndex(at: Place, y: u32, x: u32) -> u32 {
  return ((at.n * OUT_HEIGHT + y) * OUT_WIDTH + x) * VECTORS + at.vector;
}

// Input rows (or columns) that a window covers: from .x up to but not including .y.
fn windowRange(position: u32, size: u32) -> vec2u {
  let first = position * STRIDE;
  return vec2u(max(first, PADDING) - PADDING, min(first + KERNEL_SIZE - PADDING, size));
}

// Windows that cover an input row (or column): from .x up to but not including .y.
fn windowsOver(position: u32, outSize: u32) -> vec2u {
  let last = position + PADDING;
  let first = select(0u, (last - KERNEL_SIZE) / STRIDE + 1, last >= KERNEL_SIZE);
  return vec2u(first, min(last / STRIDE + 1, outSize));
}
