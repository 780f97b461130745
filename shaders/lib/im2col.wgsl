// The body of the im2col kernels: writes rows [groups, PADDED_ROWS, FEATURES4] of vec4f, one invocation per vec4.
// Rows past ROWS and features past FEATURES are zero. The including kernel gives
//   fn centre(group: u32, feature: u32) -> f32    what is subtracted from this feature
#include "lib/index.wgsl"
#include "lib/sampling.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read_write> rows: array<vec4f>;

override ROWS: u32;
override PADDED_ROWS: u32;
override FEATURES4: u32;
override SIZE: u32;

fn sampled(group: u32, row: u32, feature: u32) -> f32 {
  if (feature >= FEATURES) {
    return 0;
  }
  let element = sampledElement(group, row, feature);
  return select(0, input[max(element, 0)], element >= 0) - centre(group, feature);
}

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
  let feature = i % FEATURES4 * 4;
  let row = i / FEATURES4 % PADDED_ROWS;
  let group = i / (FEATURES4 * PADDED_ROWS);
  var value = vec4f(0);
  if (row < ROWS) {
    value = vec4f(
      sampled(group, row, feature),
      sampled(group, row, feature + 1),
      sampled(group, row, feature + 2),
      sampled(group, row, feature + 3),
    );
  }
  rows[i] = value;
}
