// shiftBiasGradWeight: total[row, o] = gradWhitened[row, o] - gradShifted[o] mean[g(o), entry of row]
// The whole gradient of the whitened weight: the convolution's own and the one through the shifted bias. One
// invocation per vec4.
//   gradWhitened  read   [TAPS * ROW_STRIDE, VECTORS] vec4f, SIZE in all
//   gradShifted   read   [VECTORS] vec4f
//   mean          read   [GROUPS * D] f32
//   total         write  as gradWhitened
#include "lib/index.wgsl"
#include "lib/foldedWeight.wgsl"
#include "lib/foldedGroups.wgsl"

@group(0) @binding(0) var<storage, read> gradWhitened: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradShifted: array<vec4f>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read_write> total: array<vec4f>;

override SIZE: u32;
override VECTORS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= SIZE) {
    return;
  }
  let vector = i % VECTORS;
  let row = i / VECTORS;
  let at = groupsOf(vector) * FEATURES + entryOfRow(row);
  let means = vec4f(mean[at.x], mean[at.y], mean[at.z], mean[at.w]);
  total[i] = select(vec4f(0), gradWhitened[i] - gradShifted[vector] * means, isFeature(row));
}
