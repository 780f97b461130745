// Counter-based random numbers: the same position and seed give the same number on every adapter.
// The mixing function is `hash32` of src/util/random.ts.
fn hash32(value: u32) -> u32 {
  var x = value;
  x = (x ^ (x >> 16)) * 0x7feb352d;
  x = (x ^ (x >> 15)) * 0x846ca68b;
  return x ^ (x >> 16);
}

// Uniform in [0, 1).
fn uniform01(seed: u32, position: u32) -> f32 {
  return f32(hash32(seed ^ hash32(position)) >> 8) * (1.0 / 16777216.0);
}
