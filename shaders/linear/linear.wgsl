// linear: output[n, o] = bias[o] + sum over i of input[n, i] * weight[i, o]
//   input   read   [N, I4/4] vec4f
//   weight  read   [I4, O4/4] vec4f
//   output  write  [N, O4/4] vec4f
//   bias    read   [O4/4] vec4f
#include "lib/linearRows.wgsl"

@group(0) @binding(3) var<storage, read> bias: array<vec4f>;

fn store(row: u32, column4: u32, value: vec4f) {
  output[row * COLUMNS4 + column4] = value + bias[column4];
}
