// batchNormWholeAdd: batchNormWhole, with the shortcut of a residual block added before the rectifier
// One workgroup per vec4 of channels.
//   input            read    [ROWS, VECTORS] vec4f, or the first or last channels of wider rows
//   shortcut         read    [ROWS, VECTORS] vec4f
//   weight, bias     read    [VECTORS] vec4f
//   output           write   [ROWS, VECTORS] vec4f
//   statistics       write   [2, VECTORS] vec4f: mean, biased variance
//   runningMean      update  [VECTORS] vec4f
//   runningVariance  update  [VECTORS] vec4f
#include "lib/batchNormWhole.wgsl"

@group(0) @binding(7) var<storage, read> shortcut: array<vec4f>;

fn addend(at: u32) -> vec4f {
  return shortcut[at];
}
