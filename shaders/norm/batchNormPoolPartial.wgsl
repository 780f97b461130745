// batchNormPoolPartial: batchNormTrainingPartial where a max pool follows, whose gradient reaches each window's maximum only
// One invocation per vec4 of channels, window of a map, and part of the maps n = part, part + PARTS, ...
//   input              read   [N, OUT_H * WINDOW, OUT_W * WINDOW, VECTORS] vec4f
//   gradOutput         read   [N, OUT_H, OUT_W, VECTORS] vec4f
//   statistics         read   [2, VECTORS] vec4f: mean, biased variance
//   weight, bias       read   [VECTORS] vec4f
//   partials           write  [2, PARTS, OUT_H, OUT_W, VECTORS] vec4f
#include "lib/batchNormGradient.wgsl"
#include "lib/nan.wgsl"
#include "lib/batchNormWindow.wgsl"

@group(0) @binding(5) var<storage, read_write> partials: array<vec4f>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let vectors = vectorCount();
  let parts = workgroups.z;
  let height = workgroups.y;
  let half = arrayLength(&partials) / 2;
  let width = half / (vectors * height * parts);
  let i = workgroup.x * 64 + local;
  if (i >= width * vectors) {
    return;
  }
  let c = i % vectors;
  let channels = channelsOf(c);
  let maps = arrayLength(&gradOutput) / (vectors * height * width);
  var sum = vec4f(0);
  var weighted = vec4f(0);
  for (var n = workgroup.z; n < maps; n += parts) {
    let line = n * height + workgroup.y;
    let winner = winnerOf(channels, windowStart(line, i / vectors, c, width), width);
    let gradient = upstream(channels, gradOutput[line * width * vectors + i], winner.x);
    sum += gradient;
    weighted += gradient * (winner.x - channels.mean);
  }
  let at = (workgroup.z * height + workgroup.y) * width * vectors + i;
  partials[at] = sum;
  partials[half + at] = weighted * channels.scale;
}
