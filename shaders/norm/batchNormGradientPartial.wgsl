// batchNormGradientPartial: sums of gradOutput and of gradOutput * normalised input over the rows
//   r = p, p + PARTIALS, ...; normalised input = (input - mean) / sqrt(variance + EPS)
// One invocation per vec4 of channels and p; neighbouring invocations read neighbouring addresses.
//   input, gradOutput  read   [ROWS, VECTORS] vec4f
//   mean, variance     read   [VECTORS] vec4f
//   partials           write  [2, PARTIALS, VECTORS] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(2) var<storage, read> mean: array<vec4f>;
@group(0) @binding(3) var<storage, read> variance: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> partials: array<vec4f>;

override ROWS: u32;
override VECTORS: u32;
override PARTIALS: u32;
override EPS: f32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= PARTIALS * VECTORS) {
    return;
  }
  let c = i % VECTORS;
  let center = mean[c];
  var sum = vec4f(0);
  var weighted = vec4f(0);
  for (var at = i; at < ROWS * VECTORS; at += PARTIALS * VECTORS) {
    let gradient = gradOutput[at];
    sum += gradient;
    weighted += gradient * (input[at] - center);
  }
  partials[i] = sum;
  partials[PARTIALS * VECTORS + i] = weighted / sqrt(variance[c] + EPS);
}
