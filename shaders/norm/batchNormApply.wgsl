// batchNormApply: output = (input - mean) / sqrt(variance + EPS) * weight + bias, rectified if RECTIFY
// Padding stays zero because weight and bias are zero there.
//   input         read   [ROWS, VECTORS] vec4f, or the first or last channels of wider rows
//   statistics    read   [2, VECTORS] vec4f: mean, biased variance
//   weight, bias  read   [VECTORS] vec4f
//   output        write  [ROWS, VECTORS] vec4f
#include "lib/batchNormApply.wgsl"

fn addend(at: u32) -> vec4f {
  return vec4f(0);
}
