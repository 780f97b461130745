// foldGradientRows: as foldRows, of gradWhitened[row, o] - gradShifted[o] mean[entry of row]
//   rows          write  [BLOCKS, D4, VECTORS] vec4f
//   gradWhitened  read   [TAPS * ROW_STRIDE, VECTORS] vec4f
//   gradShifted   read   [VECTORS] vec4f
//   mean          read   [D] f32
#include "lib/foldRows.wgsl"
#include "lib/foldedGradient.wgsl"
