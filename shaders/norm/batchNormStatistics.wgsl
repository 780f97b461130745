// batchNormStatistics: mean and biased variance of each channel from the partials of batchNormPartial
// One workgroup per vec4 of channels.
//   partials  read   [2, PARTIALS, VECTORS] vec4f
//   mean      write  [VECTORS] vec4f
//   variance  write  [VECTORS] vec4f
#include "lib/batchStatistics.wgsl"

@group(0) @binding(1) var<storage, read_write> mean: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> variance: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let statistics = batchStatistics(workgroup.x, local);
  if (local == 0) {
    mean[workgroup.x] = statistics.mean;
    variance[workgroup.x] = statistics.variance;
  }
}
