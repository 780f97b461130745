// The last pass of batch normalisation: every invocation has one vec4 of channels and some rows, STEP vec4s apart.
#include "lib/index.wgsl"
#include "lib/batchNorm.wgsl"
#include "lib/inputEnds.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> statistics: array<vec4f>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4f>;

override STEP: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= STEP) {
    return;
  }
  let vectors = vectorCount();
  let c = i % vectors;
  let channels = Channels(statistics[c], 1 / sqrt(statistics[vectors + c] + EPS), weight[c], bias[c]);
  let stride = inputStride(arrayLength(&output) / vectors);
  var source = inputStart(c, vectors, stride) + i / vectors * stride;
  for (var at = i; at < arrayLength(&output); at += STEP) {
    output[at] = rectified(normalizedOutput(channels, input[source]) + addend(at));
    source += STEP / vectors * stride;
  }
}
