// whitenGroupedWeightGradDeconv: gradDeconv[g, b, a] = sum over outputs o of group g of weight[b, o] gradWhitened[a, o]
// One invocation per value.
//   weight        read   [TAPS * ROW_STRIDE, O4] f32
//   gradWhitened  read   the same
//   gradDeconv    write  [GROUPS, D4, D4] f32, SIZE in all
#include "lib/index.wgsl"
#include "lib/foldedWeight.wgsl"
#include "lib/foldedGroups.wgsl"

@group(0) @binding(0) var<storage, read> weight: array<f32>;
@group(0) @binding(1) var<storage, read> gradWhitened: array<f32>;
@group(0) @binding(2) var<storage, read_write> gradDeconv: array<f32>;

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
  let side = (FEATURES + 3) / 4 * 4;
  let a = i % side;
  let b = i / side % side;
  var sum = 0.0;
  if (a < FEATURES && b < FEATURES) {
    let first = i / (side * side) * GROUP_OUTPUTS;
    for (var o = first; o < first + GROUP_OUTPUTS; o++) {
      sum += weight[weightRow(b, 0) * VECTORS * 4 + o] * gradWhitened[weightRow(a, 0) * VECTORS * 4 + o];
    }
  }
  gradDeconv[i] = sum;
}
