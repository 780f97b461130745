// batchNormStatistics: mean and biased variance of each channel from the partials of batchNormPartial
// One workgroup per vec4 of channels.
//   partials    read   [2, PARTIALS, VECTORS] vec4f
//   statistics  write  [2, VECTORS] vec4f: mean, biased variance
#include "lib/batchStatistics.wgsl"

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let batch = batchStatistics(workgroup.x, local);
  if (local == 0) {
    statistics[workgroup.x] = batch.mean;
    statistics[vectorCount() + workgroup.x] = batch.variance;
  }
}
