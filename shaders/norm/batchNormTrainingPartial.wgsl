// batchNormTrainingPartial: sums of the gradient, and of it times the normalised input, over the rows
//   r = p, p + PARTIALS, ...; the gradient is gradOutput, if RECTIFY only where the output is above zero
// One invocation per vec4 of channels and p; neighbouring invocations read neighbouring addresses.
//   input              read   [ROWS, VECTORS] vec4f, or the first or last channels of wider rows
//   gradOutput         read   [ROWS, VECTORS] vec4f
//   statistics         read   [2, VECTORS] vec4f: mean, biased variance
//   weight, bias       read   [VECTORS] vec4f
//   partials           write  [2, PARTIALS, VECTORS] vec4f
#include "lib/index.wgsl"
#include "lib/batchNormGradient.wgsl"

@group(0) @binding(5) var<storage, read_write> partials: array<vec4f>;

override PARTIALS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  let vectors = vectorCount();
  if (i >= PARTIALS * vectors) {
    return;
  }
  let channels = channelsOf(i % vectors);
  let stride = inputStride(rowCount());
  var source = inputStart(i % vectors, vectors, stride) + i / vectors * stride;
  var sum = vec4f(0);
  var weighted = vec4f(0);
  for (var at = i; at < arrayLength(&gradOutput); at += PARTIALS * vectors) {
    let x = input[source];
    let gradient = upstream(channels, gradOutput[at], x);
    sum += gradient;
    weighted += gradient * (x - channels.mean);
    source += PARTIALS * stride;
  }
  partials[i] = sum;
  partials[PARTIALS * vectors + i] = weighted * channels.scale;
}
