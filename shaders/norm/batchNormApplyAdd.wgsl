// batchNormApplyAdd: batchNormApply, with the shortcut of a residual block added before the rectifier
// Padding stays zero because weight and bias are zero there.
//   input            read   [ROWS, VECTORS] vec4f, or the first or last channels of wider rows
//   shortcut         read   [ROWS, VECTORS] vec4f
//   statistics       read   [2, VECTORS] vec4f: mean, biased variance
//   weight, bias     read   [VECTORS] vec4f
//   output           write  [ROWS, VECTORS] vec4f
#include "lib/batchNormApply.wgsl"

@group(0) @binding(5) var<storage, read> shortcut: array<vec4f>;

fn addend(at: u32) -> vec4f {
  return shortcut[at];
}
