// avgPool2d: output[p] = sum of input over the window at p / KERNEL_SIZE^2
// One invocation per vec4 of the output. Zeros of the padding count.
//   input   read   [N, HEIGHT, WIDTH, VECTORS] vec4f
//   output  write  [N, OUT_HEIGHT, OUT_WIDTH, VECTORS] vec4f, SIZE in all
#include "lib/index.wgsl"
#include "lib/window.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

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
  let at = place(i, OUT_HEIGHT, OUT_WIDTH);
  let rows = windowRange(at.y, HEIGHT);
  let columns = windowRange(at.x, WIDTH);
  var sum = vec4f(0);
  for (var y = rows.x; y < rows.y; y++) {
    for (var x = columns.x; x < columns.y; x++) {
      sum += input[inputIndex(at, y, x)];
    }
  }
  output[i] = sum / f32(KERNEL_SIZE * KERNEL_SIZE);
}
