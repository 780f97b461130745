// What the gradients of batch normalisation read, and the gradient that reaches the normalised values.
#include "lib/batchNorm.wgsl"
#include "lib/inputEnds.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(2) var<storage, read> statistics: array<vec4f>;
@group(0) @binding(3) var<storage, read> weight: array<vec4f>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;

fn rowCount() -> u32 {
  return arrayLength(&gradOutput) / vectorCount();
}

fn channelsOf(c: u32) -> Channels {
  return Channels(statistics[c], 1 / sqrt(statistics[vectorCount() + c] + EPS), weight[c], bias[c]);
}

// The rectifier's output is computed again rather than read: it is one multiplication, and one tensor less.
fn upstream(channels: Channels, gradient: vec4f, x: vec4f) -> vec4f {
  if (RECTIFY) {
    return select(vec4f(0), gradient, normalizedOutput(channels, x) > vec4f(0));
  }
  return gradient;
}

// Gradient of one vec4 of the input from the means over all rows of upstream and upstream * normalised input.
fn inputGradient(channels: Channels, gradient: vec4f, x: vec4f, means: array<vec4f, 2>) -> vec4f {
  let normalized = (x - channels.mean) * channels.scale;
  return channels.weight * channels.scale * (upstream(channels, gradient, x) - (means[0] + normalized * means[1]));
}
