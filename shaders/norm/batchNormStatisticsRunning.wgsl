// batchNormStatisticsRunning: as batchNormStatistics, and running = (1 - MOMENTUM) running + MOMENTUM batch value
// One workgroup per vec4 of channels. The running variance takes the unbiased variance, divided by ROWS - 1.
//   partials         read    [2, PARTIALS, VECTORS] vec4f
//   statistics       write   [2, VECTORS] vec4f: mean, biased variance
//   runningMean      update  [VECTORS] vec4f
//   runningVariance  update  [VECTORS] vec4f
#include "lib/batchStatistics.wgsl"

@group(0) @binding(2) var<storage, read_write> runningMean: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> runningVariance: array<vec4f>;

override MOMENTUM: f32;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let i = workgroup.x;
  let batch = batchStatistics(i, local);
  if (local == 0) {
    statistics[i] = batch.mean;
    statistics[vectorCount() + i] = batch.variance;
    let unbiased = batch.variance * (f32(ROWS) / f32(ROWS - 1));
    runningMean[i] = (1 - MOMENTUM) * runningMean[i] + MOMENTUM * batch.mean;
    runningVariance[i] = (1 - MOMENTUM) * runningVariance[i] + MOMENTUM * unbiased;
  }
}
