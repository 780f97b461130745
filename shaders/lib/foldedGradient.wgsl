// What is folded of the gradient of a whitened weight: the convolution's own, and the one through the shifted bias.
@group(0) @binding(1) var<storage, read> gradWhitened: array<vec4f>;
@group(0) @binding(2) var<storage, read> gradShifted: array<vec4f>;
@group(0) @binding(3) var<storage, read> mean: array<f32>;

fn folded(row: u32, entry: u32, vector: u32) -> vec4f {
  return gradWhitened[row * VECTORS + vector] - gradShifted[vector] * mean[entry];
}
