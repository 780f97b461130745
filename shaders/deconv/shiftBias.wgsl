// shiftBias: shifted[o] = bias[o] - sum over the rows of whitened[row, o] mean[g(o), entry of row]
// One workgroup per vec4 of outputs: every invocation sums every 64th row, the first one sums their sums.
//   bias      read   [VECTORS] vec4f
//   whitened  read   [TAPS * ROW_STRIDE, VECTORS] vec4f
//   mean      read   [GROUPS * D] f32
//   shifted   write  [VECTORS] vec4f
#include "lib/foldedWeight.wgsl"
#include "lib/foldedGroups.wgsl"

@group(0) @binding(0) var<storage, read> bias: array<vec4f>;
@group(0) @binding(1) var<storage, read> whitened: array<vec4f>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read_write> shifted: array<vec4f>;

override VECTORS: u32;

var<workgroup> sums: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let first = groupsOf(workgroup.x) * FEATURES;
  var sum = vec4f(0);
  for (var row = local; row < TAPS * ROW_STRIDE; row += 64) {
    if (isFeature(row)) {
      let at = first + entryOfRow(row);
      sum += whitened[row * VECTORS + workgroup.x] * vec4f(mean[at.x], mean[at.y], mean[at.z], mean[at.w]);
    }
  }
  sums[local] = sum;
  workgroupBarrier();
  if (local == 0) {
    for (var i = 1u; i < 64; i++) {
      sum += sums[i];
    }
    shifted[workgroup.x] = bias[workgroup.x] - sum;
  }
}
