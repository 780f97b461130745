// Normalisation of one vec4 of channels, with the rectifier that may follow.
#include "lib/rectified.wgsl"

override EPS: f32;

// vec4s of channels. They come from the bindings, as rows do, so that one pipeline serves layers of every size.
fn vectorCount() -> u32 {
  return arrayLength(&weight);
}

struct Channels {
  mean: vec4f,
  // 1 / sqrt(variance + EPS).
  scale: vec4f,
  weight: vec4f,
  bias: vec4f,
}

fn normalizedOutput(channels: Channels, x: vec4f) -> vec4f {
  return (x - channels.mean) * (channels.weight * channels.scale) + channels.bias;
}
