// groupedConv2dNoBias: output[n, y, x, o] = sum over ky, kx, j of input[n, y*S + ky*D - P, x*S + kx*D - P, group(o)*IG + j] * weight[ky, kx, j, o]
// One invocation per vec4 of output channels, which may lie in up to four groups (IG input channels per group).
//   input   read   [N, H, W, I4] f32
//   weight  read   [K, K, IG, O4/4] vec4f
//   output  write  [N, OUT_H, OUT_W, O4/4] vec4f
#include "lib/index.wgsl"
#include "lib/convGeometry.wgsl"
#include "lib/convGroups.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> output: array<vec4f>;

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
  let columns4 = (OUT_CHANNELS + 3) / 4;
  let channels = (IN_CHANNELS + 3) / 4 * 4;
  let groupChannels = IN_CHANNELS / GROUPS;
  let column4 = i % columns4;
  // Padding lanes read the last group's channels; their weights are zero.
  let o = min(vec4u(column4 * 4) + vec4u(0, 1, 2, 3), vec4u(OUT_CHANNELS - 1));
  let first = vec4u(firstInput(o.x), firstInput(o.y), firstInput(o.z), firstInput(o.w));
  var sum = vec4f();
  for (var tap = 0u; tap < KERNEL_SIZE * KERNEL_SIZE; tap++) {
    let origin = patchOrigin(i / columns4, tap, channels);
    if (origin >= 0) {
      for (var j = 0u; j < groupChannels; j++) {
        let c = vec4u(u32(origin) + j) + first;
        sum += vec4f(input[c.x], input[c.y], input[c.z], input[c.w]) * weight[(tap * groupChannels + j) * columns4 + column4];
      }
    }
  }
  output[i] = sum;
}
