// conv2dThinGradWeight: conv2dGradWeight for few input channels, whose padding would be most of the work
// As conv2dGradWeight, but with rows (ky, kx, i) without the padding of i.
//   input       read   [N, H, W, I4] f32
//   gradOutput  read   [N, OUT_H, OUT_W, O4/4] vec4f
//   partial     write  [SPLITS, K, K, I4, O4/4] vec4f, to be added up by gemm/sumSplits; the gradient itself if SPLITS is 1
#include "lib/gemmColumns.wgsl"
#include "lib/convThin.wgsl"
#include "lib/convSegments.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> partial: array<vec4f>;

var<private> corner: vec2i;

fn leftOrigin(row4: u32, segment: u32) -> i32 {
  corner = vec2i(i32(segmentRow(segment) * STRIDE), 0) - i32(PADDING);
  return i32(segmentImage(segment));
}

fn left(origin: i32, row4: u32, depth: u32) -> vec4f {
  let n = u32(origin);
  let first = corner + segmentOffset(depth);
  let entry = row4 * 4;
  return vec4f(
    entryValue(n, first, entryOffset(entry)),
    entryValue(n, first, entryOffset(entry + 1)),
    entryValue(n, first, entryOffset(entry + 2)),
    entryValue(n, first, entryOffset(entry + 3)),
  );
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  return gradOutput[(segment * SEGMENT_DEPTH + depth) * COLUMNS4 + column4];
}

fn store(row: u32, column4: u32, value: vec4f) {
  let tap = row / IN_CHANNELS;
  let channels = (IN_CHANNELS + 3) / 4 * 4;
  let i = row % IN_CHANNELS;
  if (tap < KERNEL_SIZE * KERNEL_SIZE) {
    let first = (split * KERNEL_SIZE * KERNEL_SIZE + tap) * channels;
    partial[(first + i) * COLUMNS4 + column4] = value;
    // Whoever has the last channel fills the padding.
    for (var padding = IN_CHANNELS; padding < select(IN_CHANNELS, channels, i + 1 == IN_CHANNELS); padding++) {
      partial[(first + padding) * COLUMNS4 + column4] = vec4f();
    }
  }
}
