// newtonSchulzDirection: direction = (gradDeconv + gradDeconvᵀ) / 2, derivT = -direction / 2
// One invocation per vec4. The derivative of the iteration starts in this direction: dY = direction, dZ = 0.
//   gradDeconv         read   [GROUPS, 4 * VECTORS, VECTORS] vec4f
//   direction, derivT  write  the same, SIZE vec4s in all
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> gradDeconv: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> direction: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> derivT: array<vec4f>;

override SIZE: u32;
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
  let row = i / VECTORS % (VECTORS * 4);
  let firstRow = (i / (VECTORS * VECTORS * 4) * VECTORS + i % VECTORS) * 4;
  let mirrored = firstRow * VECTORS + row / 4;
  let transposed = vec4f(
    gradDeconv[mirrored][row % 4],
    gradDeconv[mirrored + VECTORS][row % 4],
    gradDeconv[mirrored + 2 * VECTORS][row % 4],
    gradDeconv[mirrored + 3 * VECTORS][row % 4],
  );
  let symmetric = 0.5 * (gradDeconv[i] + transposed);
  direction[i] = symmetric;
  derivT[i] = -0.5 * symmetric;
}
