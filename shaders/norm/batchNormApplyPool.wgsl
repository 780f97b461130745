// batchNormApplyPool: output = max over windows of batchNormApply
// One invocation per vec4 of channels and window of a map, for MAPS_EACH maps. Padding stays zero because weight and bias are zero there.
//   input         read   [N, OUT_H * WINDOW, OUT_W * WINDOW, VECTORS] vec4f
//   statistics    read   [2, VECTORS] vec4f: mean, biased variance
//   weight, bias  read   [VECTORS] vec4f
//   output        write  [N, OUT_H, OUT_W, VECTORS] vec4f
#include "lib/batchNorm.wgsl"
#include "lib/nan.wgsl"
#include "lib/batchNormWindow.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> statistics: array<vec4f>;
@group(0) @binding(2) var<storage, read> weight: array<vec4f>;
@group(0) @binding(3) var<storage, read> bias: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> output: array<vec4f>;

override MAPS_EACH: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let vectors = vectorCount();
  let maps = MAPS_EACH * workgroups.z;
  let width = arrayLength(&output) / (vectors * workgroups.y * maps);
  let i = workgroup.x * 64 + local;
  if (i >= width * vectors) {
    return;
  }
  let c = i % vectors;
  let channels = Channels(statistics[c], 1 / sqrt(statistics[vectors + c] + EPS), weight[c], bias[c]);
  for (var n = workgroup.z; n < maps; n += workgroups.z) {
    let line = n * workgroups.y + workgroup.y;
    let winner = winnerOf(channels, windowStart(line, i / vectors, c, width), width);
    output[line * width * vectors + i] = rectified(normalizedOutput(channels, winner.x));
  }
}
