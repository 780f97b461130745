// argmax: answers[step.first + n] = the class with the largest logit of sample n, for n < step.count
// One invocation per sample. The first of equal logits wins.
//   logits   read    [SAMPLES, CLASSES rounded up to 4] as vec4f
//   answers  update  [SLOTS] u32; samples beyond its end are dropped
#include "lib/index.wgsl"
#include "lib/step.wgsl"

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> logits: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> answers: array<u32>;

override SAMPLES: u32;
override CLASSES: u32;
override SLOTS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let n = linearIndex(workgroup, local, workgroups);
  if (n >= min(SAMPLES, step.count) || step.first + n >= SLOTS) {
    return;
  }
  let row = n * ((CLASSES + 3) / 4);
  var best = logits[row].x;
  var answer = 0u;
  for (var k = 1u; k < CLASSES; k++) {
    let logit = logits[row + k / 4][k % 4];
    if (logit > best) {
      best = logit;
      answer = k;
    }
  }
  answers[step.first + n] = answer;
}
