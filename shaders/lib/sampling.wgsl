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
