// Keeps padding zero: which lanes of a vec4 are channels and which are padding.
override CHANNELS: u32;

// `vector`: running number of the vec4 in a tensor whose fastest axis is channels.
fn channelMask(vector: u32) -> vec4<bool> {
  let first = (vector % ((CHANNELS + 3) / 4)) * 4;
  return vec4u(first, first + 1, first + 2, first + 3) < vec4u(CHANNELS);
}
