// sgd: g = gradient + weightDecay parameter;  m = momentum m + g;  parameter -= learningRate m
//   (NESTEROV: parameter -= learningRate (g + momentum m)), m = firstMoment, zero before the first step
// One invocation per vec4 of a range of the flat buffers.
//   gradient     read    [SIZE] vec4f
//   parameter    update  [SIZE] vec4f
//   firstMoment  update  [SIZE] vec4f
#include "lib/index.wgsl"
#include "lib/step.wgsl"

@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> parameter: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> firstMoment: array<vec4f>;
@group(0) @binding(3) var<uniform> step: Step;

override SIZE: u32;
override NESTEROV: u32;

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
  let g = gradient[i] + step.weightDecay * parameter[i];
  let moment = step.momentum * firstMoment[i] + g;
  firstMoment[i] = moment;
  parameter[i] -= step.learningRate * select(moment, g + step.momentum * moment, NESTEROV == 1);
}
