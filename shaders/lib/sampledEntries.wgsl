// Every HOP-th value of each sample, counted in the order channel, pixel; each sample starts anew.
override BATCH_SIZE: u32;
override CHANNELS: u32;
override PIXELS: u32;
override HOP: u32;

fn entriesOfSample() -> u32 {
  return (CHANNELS * PIXELS + HOP - 1) / HOP;
}

// Where entry `e` of all samples lies in an activation [N, H, W, C4].
fn entryAddress(e: u32) -> u32 {
  let n = e / entriesOfSample();
  let value = e % entriesOfSample() * HOP;
  let channels = (CHANNELS + 3) / 4 * 4;
  return (n * PIXELS + value % PIXELS) * channels + value / PIXELS;
}
