// sampledMean: partial[p, g, d] = sum of feature d of the samples r = p, p + PARTIALS, ... of each block of group g, divided by ROWS
// One invocation per vec4. The mean itself where PARTIALS is 1.
//   input    read   [N, H, W, C4] f32
//   partial  write  [PARTIALS, COLUMNS4] vec4f, GROUPS * FEATURES of them with zeros behind
#include "lib/index.wgsl"
#include "lib/sampledValues.wgsl"

@group(0) @binding(1) var<storage, read_write> partial: array<vec4f>;

override ROWS: u32;
override GROUPS: u32;
override COLUMNS4: u32;
override PARTIALS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= PARTIALS * COLUMNS4) {
    return;
  }
  let lanes = i % COLUMNS4 * 4 + vec4u(0, 1, 2, 3);
  let column = min(lanes, vec4u(GROUPS * FEATURES - 1));
  var sum = vec4f();
  for (var run = 0u; run < ROWS / RUN_ROWS; run++) {
    let features = featuresOf(column / FEATURES, run, column % FEATURES);
    for (var sample = i / COLUMNS4; sample < RUN_ROWS; sample += PARTIALS) {
      sum += sampled(features, patchOf(run, sample));
    }
  }
  partial[i] = select(vec4f(), sum / f32(ROWS), lanes < vec4u(GROUPS * FEATURES));
}
