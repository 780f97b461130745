// dropout: output = input / (1 - PROBABILITY), or 0 with that probability, by step.seed, step.step and SALT
// One invocation per vec4. The same mask comes again for the gradient, which is this kernel on gradOutput.
//   input   read   [SIZE] vec4f
//   output  write  [SIZE] vec4f
#include "lib/index.wgsl"
#include "lib/random.wgsl"
#include "lib/step.wgsl"

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> input: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;

override SIZE: u32;
override PROBABILITY: f32;
override SALT: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i < SIZE) {
    let seed = hash32(step.seed ^ hash32(step.step ^ hash32(SALT)));
    let draw = vec4f(
      uniform01(seed, 4 * i), uniform01(seed, 4 * i + 1), uniform01(seed, 4 * i + 2), uniform01(seed, 4 * i + 3),
    );
    output[i] = select(vec4f(0), input[i] / (1 - PROBABILITY), draw >= vec4f(PROBABILITY));
  }
}
