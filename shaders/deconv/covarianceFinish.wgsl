// covarianceFinish: covariance[g] = sum over s of partial[s, g] / ROWS + EPS I
// One invocation per vec4; parts are added in order.
//   partial     read   [SPLITS, GROUPS, 4 * VECTORS, VECTORS] vec4f
//   covariance  write  [GROUPS, 4 * VECTORS, VECTORS] vec4f, SIZE in all
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> partial: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> covariance: array<vec4f>;

override SIZE: u32;
override SPLITS: u32;
override VECTORS: u32;
override FEATURES: u32;
override ROWS: u32;
override EPS: f32;

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
  var sum = vec4f(0);
  for (var split = 0u; split < SPLITS; split++) {
    sum += partial[split * SIZE + i];
  }
  let row = i / VECTORS % (VECTORS * 4);
  let columns = vec4u(i % VECTORS * 4) + vec4u(0, 1, 2, 3);
  let isDiagonal = vec4<bool>(row < FEATURES) & (columns == vec4u(row));
  covariance[i] = sum / f32(ROWS) + select(vec4f(0), vec4f(EPS), isDiagonal);
}
