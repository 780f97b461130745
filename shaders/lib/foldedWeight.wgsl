// How the features of a patch lie in a weight: feature f is row f % TAPS * ROW_STRIDE + f / TAPS, and entry `a` of
// block j is feature a * FEATURE_STEP + j * BLOCK_STEP. Outputs belong to groups of GROUP_OUTPUTS.
override TAPS: u32;
// Input channels of the weight, and how far apart the taps lie: channels rounded up, but for grouped weights.
override CHANNELS: u32;
override ROW_STRIDE: u32;
override FEATURES: u32;
override BLOCKS: u32;
override FEATURE_STEP: u32;
override BLOCK_STEP: u32;

fn weightRow(entry: u32, block: u32) -> u32 {
  let feature = entry * FEATURE_STEP + block * BLOCK_STEP;
  return feature % TAPS * ROW_STRIDE + feature / TAPS;
}

// The entry of its block that a row of the weight is.
fn entryOfRow(row: u32) -> u32 {
  return (row % ROW_STRIDE * TAPS + row / ROW_STRIDE) / FEATURE_STEP % FEATURES;
}

fn blockOfRow(row: u32) -> u32 {
  return (row % ROW_STRIDE * TAPS + row / ROW_STRIDE) / BLOCK_STEP % BLOCKS;
}

fn isFeature(row: u32) -> bool {
  return row % ROW_STRIDE < CHANNELS;
}
