// batchNormTrainingGradient: gradInput = weight s (g - gradBias / ROWS - (input - mean) s gradWeight / ROWS),
//   s = 1 / sqrt(variance + EPS); g is gradOutput, if RECTIFY only where the output is above zero
// Every invocation has one vec4 of channels and some rows, STEP vec4s apart.
//   input              read   [ROWS, VECTORS] vec4f, or the first or last channels of wider rows
//   gradOutput         read   [ROWS, VECTORS] vec4f
//   statistics         read   [2, VECTORS] vec4f: mean, biased variance
//   weight, bias       read   [VECTORS] vec4f
//   sums               read   [2, VECTORS] vec4f: gradBias, gradWeight
//   gradInput          write  [ROWS, VECTORS] vec4f
#include "lib/index.wgsl"
#include "lib/batchNormGradient.wgsl"

@group(0) @binding(5) var<storage, read> sums: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> gradInput: array<vec4f>;

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
  let rows = f32(rowCount());
  let c = i % vectors;
  let channels = channelsOf(c);
  let means = array<vec4f, 2>(sums[c] / rows, sums[vectors + c] / rows);
  let stride = inputStride(rowCount());
  var source = inputStart(c, vectors, stride) + i / vectors * stride;
  for (var at = i; at < arrayLength(&gradInput); at += STEP) {
    gradInput[at] = inputGradient(channels, gradOutput[at], input[source], means);
    source += STEP / vectors * stride;
  }
}
