// linearNoBias: output[n, o] = sum over i of input[n, i] * weight[i, o]
//   input   read   [N, I4/4] vec4f
//   weight  read   [I4, O4/4] vec4f
//   output  write  [N, O4/4] vec4f
#include "lib/linearRows.wgsl"

fn store(row: u32, column4: u32, value: vec4f) {
  output[row * COLUMNS4 + column4] = value;
}
