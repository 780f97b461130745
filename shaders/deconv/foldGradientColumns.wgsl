// foldGradientColumns: as foldColumns, of gradWhitened[row, o] - gradShifted[o] mean[entry of row]
//   columns       write  [BLOCKS, 4 * VECTORS, D4/4] vec4f
//   gradWhitened  read   [TAPS * ROW_STRIDE, VECTORS] vec4f
//   gradShifted   read   [VECTORS] vec4f
//   mean          read   [D] f32
#include "lib/foldColumns.wgsl"
#include "lib/foldedGradient.wgsl"
