// avgPool2dGradient: gradInput[q] = sum of gradOutput over the windows that cover q / KERNEL_SIZE^2
// One invocation per vec4 of the input.
//   gradOutput  read   [N, OUT_HEIGHT, OUT_WIDTH, VECTORS] vec4f
//   gradInput   write  [N, HEIGHT, WIDTH, VECTORS] vec4f, SIZE in all
#include "lib/index.wgsl"
#include "lib/window.wgsl"

@group(0) @binding(0) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> gradInput: array<vec4f>;

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
  let at = place(i, HEIGHT, WIDTH);
  let rows = windowsOver(at.y, OUT_HEIGHT);
  let columns = windowsOver(at.x, OUT_WIDTH);
  var sum = vec4f(0);
  for (var y = rows.x; y < rows.y; y++) {
    for (var x = columns.x; x < columns.y; x++) {
      sum += gradOutput[outputIndex(at, y, x)];
    }
  }
  gradInput[i] = sum / f32(KERNEL_SIZE * KERNEL_SIZE);
}
