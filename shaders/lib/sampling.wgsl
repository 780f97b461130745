// Where the features of sampled patches lie: row `row` of group `group` is one block of one sampled patch.
// Patches lie on a grid of step SAMPLING_STRIDE; for 1x1 kernels the positions of the whole batch are one list, of
// which every SAMPLING_STRIDE²-th is kept. Entry `a` of block j is feature a * FEATURE_STEP + j * BLOCK_STEP of
// its group, and feature f of a patch is tap f % K² of channel f / K².
#include "lib/inputPlace.wgsl"

override H: u32;
override W: u32;
override PIXELS: u32;
override CHANNELS4: u32;
override OUT_H: u32;
override OUT_W: u32;
override KERNEL_SIZE: u32;
override SAMPLING_STRIDE: u32;
override PADDING: u32;
override DILATION: u32;
// Positions that are sampled as one list, and how many of them are kept.
override RUN_LENGTH: u32;
override RUN_ROWS: u32;
override FEATURES: u32;
override BLOCKS: u32;
override FEATURE_STEP: u32;
override BLOCK_STEP: u32;

// Index of a sampled value in the input, counted in f32; -1 where the patch hangs over the border.
fn sampledElement(group: u32, row: u32, feature: u32) -> i32 {
  let run = row / RUN_ROWS;
  let sample = row % RUN_ROWS;
  let first = group * FEATURES + feature * FEATURE_STEP;
  if (KERNEL_SIZE == 1) {
    let position = run * RUN_LENGTH + sample * SAMPLING_STRIDE * SAMPLING_STRIDE;
    return i32((position % PIXELS * IN_STRIDE4 + IN_FROM4) * 4 + first + position / PIXELS * BLOCK_STEP);
  }
  let patchFeature = first + run * BLOCK_STEP;
  let tap = patchFeature % (KERNEL_SIZE * KERNEL_SIZE);
  let channel = patchFeature / (KERNEL_SIZE * KERNEL_SIZE);
  let y = i32(sample / OUT_W % OUT_H * SAMPLING_STRIDE + tap / KERNEL_SIZE * DILATION) - i32(PADDING);
  let x = i32(sample % OUT_W * SAMPLING_STRIDE + tap % KERNEL_SIZE * DILATION) - i32(PADDING);
  let n = sample / (OUT_W * OUT_H);
  let inside = y >= 0 && y < i32(H) && x >= 0 && x < i32(W);
  return select(-1, ((i32(n * H) + y) * i32(W) + x) * i32(IN_STRIDE4 * 4) + i32(IN_FROM4 * 4 + channel), inside);
}
