// shiftBiasGradMean: gradMean[g, a] = -sum over blocks j and outputs o of group g of gradShifted[o] whitened[j, a, o]
// Eight invocations for each value, 8 values a workgroup; the first of the eight sums their sums.
//   gradShifted  read   [O4] f32
//   whitened     read   [TAPS * ROW_STRIDE, VECTORS * 4] f32
//   gradMean     write  [SIZE] f32: GROUPS * D values and zeros
#include "lib/foldedWeight.wgsl"
#include "lib/foldedGroups.wgsl"

@group(0) @binding(0) var<storage, read> gradShifted: array<f32>;
@group(0) @binding(1) var<storage, read> whitened: array<f32>;
@group(0) @binding(2) var<storage, read_write> gradMean: array<f32>;

override SIZE: u32;
override VECTORS: u32;

var<workgroup> sums: array<f32, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = workgroup.x * 8 + local / 8;
  let group = i / FEATURES;
  let groups = OUTPUTS / GROUP_OUTPUTS;
  var sum = 0.0;
  if (group < groups) {
    for (var block = 0u; block < BLOCKS; block++) {
      let first = weightRow(i % FEATURES, block) * VECTORS * 4;
      let end = (group + 1) * GROUP_OUTPUTS;
      for (var o = group * GROUP_OUTPUTS + local % 8; o < end; o += 8) {
        sum += gradShifted[o] * whitened[first + o];
      }
    }
  }
  sums[local] = sum;
  workgroupBarrier();
  if (local % 8 == 0 && i < SIZE) {
    for (var j = 1u; j < 8; j++) {
      sum += sums[local + j];
    }
    gradMean[i] = -sum;
  }
}
