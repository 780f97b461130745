// The body of the im2col kernels: writes rows [groups, PADDED_ROWS, FEATURES4] of vec4f. One invocation per vec4 of features
// and stretch of STRETCH samples of a block, of which there are STRETCHES; the last one also has what is left and the
// padding. Rows past ROWS and features past FEATURES are zero. The including kernel gives
//   fn centre(group: u32, feature: u32) -> f32    what is subtracted from this feature
#include "lib/index.wgsl"
#include "lib/sampledValues.wgsl"

@group(0) @binding(1) var<storage, read_write> rows: array<vec4f>;

override ROWS: u32;
override PADDED_ROWS: u32;
override FEATURES4: u32;
override STRETCH: u32;
override STRETCHES: u32;
override SIZE: u32;

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
  let runs = ROWS / RUN_ROWS;
  let feature4 = i % FEATURES4;
  let stretch = i / FEATURES4 % STRETCHES;
  let run = i / (FEATURES4 * STRETCHES) % runs;
  let group = i / (FEATURES4 * STRETCHES * runs);
  let lanes = feature4 * 4 + vec4u(0, 1, 2, 3);
  let isFeature = lanes < vec4u(FEATURES);
  let feature = min(lanes, vec4u(FEATURES - 1));
  let features = featuresOf(vec4u(group), run, feature);
  let centres = vec4f(
    centre(group, feature.x),
    centre(group, feature.y),
    centre(group, feature.z),
    centre(group, feature.w),
  );
  var end = (stretch + 1) * STRETCH;
  if (stretch == STRETCHES - 1) {
    end = select(RUN_ROWS, RUN_ROWS + PADDED_ROWS - ROWS, run == runs - 1);
  }
  for (var sample = stretch * STRETCH; sample < end; sample++) {
    let value = sampled(features, patchOf(run, min(sample, RUN_ROWS - 1))) - centres;
    let isKept = isFeature & vec4<bool>(sample < RUN_ROWS);
    let row = group * PADDED_ROWS + run * RUN_ROWS + sample;
    rows[row * FEATURES4 + feature4] = select(vec4f(), value, isKept);
  }
}
