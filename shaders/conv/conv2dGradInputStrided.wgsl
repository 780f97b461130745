// conv2dGradInputStrided: conv2dGradInput for a stride above 1 without dilation, as STRIDE * STRIDE products
// Input pixels whose (y + P) mod S and (x + P) mod S agree, one "phase", see the same taps ky = phase, phase + S, ...:
// matrix `batch` is one phase, with rows (n, y / S, x / S), columns i, and only those taps as segments.
//   gradOutput  read   [N, OUT_H, OUT_W, O4/4] vec4f
//   weight      read   [K, K, I4, O4/4] vec4f, by column: each i has its depths in a row
//   gradInput   write  [N, H, W, I4/4] vec4f
#include "lib/gemmRowsSizes.wgsl"
#include "lib/gemmRows.wgsl"
#include "lib/convGeometry.wgsl"

// Pixels of a phase along each axis, at most: ceil(H / STRIDE), ceil(W / STRIDE).
override PHASE_H: u32;
override PHASE_W: u32;
// Taps of a phase along each axis, at most: ceil(KERNEL_SIZE / STRIDE).
override PHASE_TAPS: u32;

@group(0) @binding(0) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradInput: array<vec4f>;

fn phase() -> vec2u {
  return vec2u(batch / STRIDE, batch % STRIDE);
}

// Input pixel (y, x) of a row of this phase.
fn pixel(row: u32) -> vec2u {
  let offset = (phase() + STRIDE - PADDING % STRIDE) % STRIDE;
  return vec2u(row / PHASE_W % PHASE_H, row % PHASE_W) * STRIDE + offset;
}

// Kernel position (ky, kx) of a segment of this phase.
fn tap(segment: u32) -> vec2u {
  return phase() + vec2u(segment / PHASE_TAPS, segment % PHASE_TAPS) * STRIDE;
}

fn leftOrigin(row: u32, segment: u32) -> i32 {
  let n = row / (PHASE_H * PHASE_W);
  let k = tap(segment);
  // Divisible by the stride: a phase pairs pixels with the taps that reach them.
  let position = (vec2i(pixel(row)) + i32(PADDING) - vec2i(k)) / i32(STRIDE);
  let reached = vec2i(pixel(row)) + i32(PADDING) >= vec2i(k);
  let inside = all(reached) && all(position < vec2i(i32(OUT_H), i32(OUT_W))) && all(k < vec2u(KERNEL_SIZE));
  return select(-1, ((i32(n * OUT_H) + position.x) * i32(OUT_W) + position.y) * i32(SEGMENT_DEPTH4), inside);
}

fn left(origin: i32, depth4: u32) -> vec4f {
  return gradOutput[u32(origin) + depth4];
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  let k = min(tap(segment), vec2u(KERNEL_SIZE - 1));
  return weight[(((k.x * KERNEL_SIZE + k.y) * COLUMNS4 + column4) * 4 + depth % 4) * SEGMENT_DEPTH4 + depth / 4];
}

fn store(row: u32, column4: u32, value: vec4f) {
  let n = row / (PHASE_H * PHASE_W);
  let p = pixel(row);
  if (p.x < H && p.y < W) {
    gradInput[((n * H + p.x) * W + p.y) * COLUMNS4 + column4] = value;
  }
}
