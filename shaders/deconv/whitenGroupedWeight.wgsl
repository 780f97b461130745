// whitenGroupedWeight: whitened[a, o] = sum over b of deconv[g(o), b, a] weight[b, o], g(o) the group of output o
// One invocation per vec4 of outputs. The gradient of the weight with TRANSPOSED = 1: deconv[g(o), a, b] then.
//   deconv    read   [GROUPS, D4, D4] f32
//   weight    read   [TAPS * ROW_STRIDE, O4/4] vec4f
//   whitened  write  the same, SIZE in all
#include "lib/index.wgsl"
#include "lib/foldedWeight.wgsl"
#include "lib/foldedGroups.wgsl"

@group(0) @binding(0) var<storage, read> deconv: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> whitened: array<vec4f>;

override SIZE: u32;
override VECTORS: u32;
override TRANSPOSED: u32;

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
  let a = entryOfRow(i / VECTORS);
  let side = (FEATURES + 3) / 4 * 4;
  let first = groupsOf(vector) * side * side;
  var sum = vec4f(0);
  for (var b = 0u; b < FEATURES; b++) {
    let at = first + select(b * side + a, a * side + b, TRANSPOSED == 1);
    sum += vec4f(deconv[at.x], deconv[at.y], deconv[at.z], deconv[at.w]) * weight[weightRow(b, 0) * VECTORS + vector];
  }
  whitened[i] = sum;
}
