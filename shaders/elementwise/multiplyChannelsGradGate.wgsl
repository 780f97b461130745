// multiplyChannelsGradGate: gradGate[n, c] = sum of input[n, p, c] gradOutput[n, p, c] over all positions p
// One invocation per vec4 of the gate.
//   input, gradOutput  read   [N, POSITIONS, VECTORS] vec4f
//   gradGate           write  [N, VECTORS] vec4f, SIZE in all
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradGate: array<vec4f>;

override SIZE: u32;
override POSITIONS: u32;
override VECTORS: u32;

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
  let first = i / VECTORS * POSITIONS * VECTORS + i % VECTORS;
  var sum = vec4f(0);
  for (var p = 0u; p < POSITIONS; p++) {
    let at = first + p * VECTORS;
    sum += input[at] * gradOutput[at];
  }
  gradGate[i] = sum;
}
