// columnSumPartial: output[p, c] = sum of input[r, c] over the rows r = p, p + PARTIALS, p + 2 PARTIALS, ...
// One invocation per vec4 of the output; neighbouring invocations read neighbouring addresses.
//   input   read   [ROWS, VECTORS] vec4f
//   output  write  [PARTIALS, VECTORS] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

override ROWS: u32;
override VECTORS: u32;
override PARTIALS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= PARTIALS * VECTORS) {
    return;
  }
  var sum = vec4f(0);
  for (var at = i; at < ROWS * VECTORS; at += PARTIALS * VECTORS) {
    sum += input[at];
  }
  output[i] = sum;
}
