// batchNormPoolGradient: batchNormTrainingGradient where a max pool follows, whose gradient reaches each window's maximum only
// One invocation per vec4 of channels and window of a map, for MAPS_EACH maps: it writes the whole windows.
//   input         read   [N, OUT_H * WINDOW, OUT_W * WINDOW, VECTORS] vec4f
//   gradOutput    read   [N, OUT_H, OUT_W, VECTORS] vec4f
//   statistics    read   [2, VECTORS] vec4f: mean, biased variance
//   weight, bias  read   [VECTORS] vec4f
//   sums          read   [2, VECTORS] vec4f: gradBias, gradWeight
//   gradInput     write  like the input
#include "lib/batchNormGradient.wgsl"
#include "lib/nan.wgsl"
#include "lib/batchNormWindow.wgsl"

@group(0) @binding(5) var<storage, read> sums: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> gradInput: array<vec4f>;

override MAPS_EACH: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let vectors = vectorCount();
  let maps = MAPS_EACH * workgroups.z;
  let width = arrayLength(&gradOutput) / (vectors * workgroups.y * maps);
  let i = workgroup.x * 64 + local;
  if (i >= width * vectors) {
    return;
  }
  let c = i % vectors;
  let channels = channelsOf(c);
  let rows = f32(arrayLength(&input) / vectors);
  let means = array<vec4f, 2>(sums[c] / rows, sums[vectors + c] / rows);
  for (var n = workgroup.z; n < maps; n += workgroups.z) {
    let line = n * workgroups.y + workgroup.y;
    let start = windowStart(line, i / vectors, c, width);
    let winner = winnerOf(channels, start, width);
    let gradient = gradOutput[line * width * vectors + i];
    for (var k = 0u; k < WINDOW * WINDOW; k++) {
      let at = start + windowStep(k, width);
      let own = select(vec4f(0), gradient, winner.k == vec4u(k));
      gradInput[at] = inputGradient(channels, own, input[at], means);
    }
  }
}
