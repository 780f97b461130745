// newtonSchulzDirection: direction = (gradDeconv + gradDeconvᵀ) / 2, derivT = -direction / 2
// One invocation per vec4. The derivative of the iteration starts in this direction: dY = direction, dZ = 0.
//   gradDeconv         read   [GROUPS, 4 * VECTORS, VECTORS] vec4f
//   direction, derivT  write  the same, SIZE vec4s in all
#include "lib/index.wgsl"
#include "lib/transposed.wgsl"

@group(0) @binding(0) var<storage, read> gradDeconv: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> direction: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> derivT: array<vec4f>;

override SIZE: u32;

fn at(i: u32) -> vec4f {
  return gradDeconv[i];
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
  let symmetric = 0.5 * (at(i) + transposed(i));
  direction[i] = symmetric;
  derivT[i] = -0.5 * symmetric;
}
