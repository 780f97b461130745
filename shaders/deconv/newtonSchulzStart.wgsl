// newtonSchulzStart: y = matrix / norm, t = (3 I - y) / 2: the start of the iteration, where Z = I
// One invocation per vec4.
//   matrix  read   [GROUPS, 4 * VECTORS, VECTORS] vec4f
//   norm    read   [GROUPS] f32
//   y, t    write  as matrix, SIZE vec4s in all
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> matrix: array<vec4f>;
@group(0) @binding(1) var<storage, read> norm: array<f32>;
@group(0) @binding(2) var<storage, read_write> y: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> t: array<vec4f>;

override SIZE: u32;
override VECTORS: u32;
override FEATURES: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= SIZE) {
    return;
  }
  let row = i / VECTORS % (VECTORS * 4);
  let columns = vec4u(i % VECTORS * 4) + vec4u(0, 1, 2, 3);
  let isDiagonal = vec4<bool>(row < FEATURES) & (columns == vec4u(row));
  let scaled = matrix[i] / norm[i / (VECTORS * VECTORS * 4)];
  y[i] = scaled;
  t[i] = 0.5 * (select(vec4f(0), vec4f(3), isDiagonal) - scaled);
}
