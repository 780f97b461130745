// batchNorm: output = (input - mean) / sqrt(variance + EPS) * weight + bias
// One invocation per vec4 of the output. Padding stays zero because weight and bias are zero there.
//   input           read   [ROWS, VECTORS] vec4f, SIZE in all, or the first or last channels of wider rows
//   mean, variance  read   [VECTORS] vec4f
//   weight, bias    read   [VECTORS] vec4f
//   output          write  [ROWS, VECTORS] vec4f
#include "lib/index.wgsl"
#include "lib/inputEnds.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> mean: array<vec4f>;
@group(0) @binding(2) var<storage, read> variance: array<vec4f>;
@group(0) @binding(3) var<storage, read> weight: array<vec4f>;
@group(0) @binding(4) var<storage, read> bias: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> output: array<vec4f>;

override SIZE: u32;
override VECTORS: u32;
override EPS: f32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    let c = i % VECTORS;
    let stride = inputStride(SIZE / VECTORS);
    let x = input[inputStart(c, VECTORS, stride) + i / VECTORS * stride];
    output[i] = (x - mean[c]) * (weight[c] / sqrt(variance[c] + EPS)) + bias[c];
  }
}
