// shiftBias: shifted[o] = bias[o] - sum over the rows of whitened[row, o] mean[g(o), entry of row]
// One workgroup per four vec4s of outputs: every invocation sums every 64th row of them all, so that the row's entry is worked
// out once; four of them sum the sums.
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

var<workgroup> sums: array<vec4f, 256>;

// What a row adds to four outputs; `first` is where the means of their groups start.
fn term(row: u32, entry: u32, first: vec4u, vector: u32) -> vec4f {
  let value = whitened[row * VECTORS + min(vector, VECTORS - 1)];
  if (OUTPUTS == GROUP_OUTPUTS) {
    return value * mean[entry];
  }
  let at = first + entry;
  return value * vec4f(mean[at.x], mean[at.y], mean[at.z], mean[at.w]);
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let vector = workgroup.x * 4;
  let first0 = groupsOf(vector) * FEATURES;
  let first1 = groupsOf(vector + 1) * FEATURES;
  let first2 = groupsOf(vector + 2) * FEATURES;
  let first3 = groupsOf(vector + 3) * FEATURES;
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var row = local; row < TAPS * ROW_STRIDE; row += 64) {
    if (isFeature(row)) {
      let entry = entryOfRow(row);
      sum0 += term(row, entry, first0, vector);
      sum1 += term(row, entry, first1, vector + 1);
      sum2 += term(row, entry, first2, vector + 2);
      sum3 += term(row, entry, first3, vector + 3);
    }
  }
  sums[local] = sum0;
  sums[local + 64] = sum1;
  sums[local + 128] = sum2;
  sums[local + 192] = sum3;
  workgroupBarrier();
  if (local < 4 && vector + local < VECTORS) {
    var sum = vec4f();
    for (var i = 0u; i < 64; i++) {
      sum += sums[local * 64 + i];
    }
    shifted[vector + local] = bias[vector + local] - sum;
  }
}
