// batchNormGradient: gradInput = weight s (gradOutput - gradBias / ROWS - (input - mean) s gradWeight / ROWS),
//   s = 1 / sqrt(variance + EPS)
// One invocation per vec4 of the input.
//   input, gradOutput       read   [ROWS, VECTORS] vec4f, SIZE in all
//   mean, variance, weight  read   [VECTORS] vec4f
//   sums                    read   [2, VECTORS] vec4f: gradBias, gradWeight
//   gradInput               write  [ROWS, VECTORS] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(2) var<storage, read> mean: array<vec4f>;
@group(0) @binding(3) var<storage, read> variance: array<vec4f>;
@group(0) @binding(4) var<storage, read> weight: array<vec4f>;
@group(0) @binding(5) var<storage, read> sums: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> gradInput: array<vec4f>;

override SIZE: u32;
override ROWS: u32;
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
    let scale = 1 / sqrt(variance[c] + EPS);
    let normalized = (input[i] - mean[c]) * scale;
    let centered = gradOutput[i] - (sums[c] + normalized * sums[VECTORS + c]) / f32(ROWS);
    gradInput[i] = weight[c] * scale * centered;
  }
}
