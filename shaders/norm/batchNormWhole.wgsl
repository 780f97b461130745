// batchNormWhole: batchNormPartial, batchNormStatisticsRunning and batchNormApply in one, for few rows
// One workgroup per vec4 of channels.
//   input            read    [ROWS, VECTORS] vec4f, or the first or last channels of wider rows
//   weight, bias     read    [VECTORS] vec4f
//   output           write   [ROWS, VECTORS] vec4f
//   statistics       write   [2, VECTORS] vec4f: mean, biased variance
//   runningMean      update  [VECTORS] vec4f
//   runningVariance  update  [VECTORS] vec4f
#include "lib/batchNormWhole.wgsl"

fn addend(at: u32) -> vec4f {
  return vec4f(0);
}
