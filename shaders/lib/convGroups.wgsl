// Channels of a grouped convolution.
override IN_CHANNELS: u32;
override OUT_CHANNELS: u32;
override GROUPS: u32;

// First input channel that output channel `o` sees.
fn firstInput(o: u32) -> u32 {
  return o / (OUT_CHANNELS / GROUPS) * (IN_CHANNELS / GROUPS);
}
