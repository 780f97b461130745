// batchNormPartial: mean of input[r, c], and sum of squares about it, over the rows r = p, p + PARTIALS, ...
// One invocation per vec4 of channels and p; neighbouring invocations read neighbouring addresses.
// Values are taken relative to the first row of the partial, so that squares of a large mean never cancel.
//   input     read   [ROWS, VECTORS] vec4f, or the first or last channels of wider rows
//   partials  write  [2, PARTIALS, VECTORS] vec4f, means before sums of squares
#include "lib/index.wgsl"
#include "lib/inputEnds.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> partials: array<vec4f>;

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
  let stride = inputStride(ROWS);
  var source = inputStart(i % VECTORS, VECTORS, stride) + i / VECTORS * stride;
  let origin = input[source];
  var sum = vec4f(0);
  var squares = vec4f(0);
  var count = 0.0;
  for (var at = i; at < ROWS * VECTORS; at += PARTIALS * VECTORS) {
    let offset = input[source] - origin;
    sum += offset;
    squares += offset * offset;
    count += 1;
    source += PARTIALS * stride;
  }
  let mean = sum / count;
  partials[i] = origin + mean;
  partials[PARTIALS * VECTORS + i] = squares - sum * mean;
}
