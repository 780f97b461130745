// foldRows: rows[j, a, :] = weight at entry a of block j, zero past the last entry
//   rows    write  [BLOCKS, D4, VECTORS] vec4f
//   weight  read   [TAPS * ROW_STRIDE, VECTORS] vec4f
#include "lib/foldRows.wgsl"

@group(0) @binding(1) var<storage, read> weight: array<vec4f>;

fn folded(row: u32, entry: u32, vector: u32) -> vec4f {
  return weight[row * VECTORS + vector];
}
