// adam: g = gradient + weightDecay parameter
//   m += GAIN1 (g - m);  v += GAIN2 (g^2 - v);  m = firstMoment, v = secondMoment, zero before the first step
//   parameter -= learningRate (m / correction1) / (sqrt(v / correction2) + EPS)
// One invocation per vec4 of a range of the flat buffers.
//   gradient      read    [SIZE] vec4f
//   parameter     update  [SIZE] vec4f
//   firstMoment   update  [SIZE] vec4f
//   secondMoment  update  [SIZE] vec4f
#include "lib/index.wgsl"
#include "lib/step.wgsl"

@group(0) @binding(0) var<storage, read> gradient: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> parameter: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> firstMoment: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> secondMoment: array<vec4f>;
@group(0) @binding(4) var<uniform> step: Step;

override SIZE: u32;
// 1 - beta1 and 1 - beta2: the latter would lose three digits if it were subtracted here.
override GAIN1: f32;
override GAIN2: f32;
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
  let p = parameter[i];
  let g = gradient[i] + step.weightDecay * p;
  let m = firstMoment[i] + GAIN1 * (g - firstMoment[i]);
  let v = secondMoment[i] + GAIN2 * (g * g - secondMoment[i]);
  firstMoment[i] = m;
  secondMoment[i] = v;
  parameter[i] = p - step.learningRate * (m / step.correction1) / (sqrt(v / step.correction2) + EPS);
}
