// maxPool2d: output[p] = maximum of input over the window at p
// One invocation per vec4 of the output. Padding does not take part. NaN stays NaN.
//   input   read   [N, HEIGHT, WIDTH, VECTORS] vec4f
//   output  write  [N, OUT_HEIGHT, OUT_WIDTH, VECTORS] vec4f, SIZE in all
#include "lib/index.wgsl"
#include "lib/nan.wgsl"
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
  var best = vec4f(-0x1.fffffep+127);
  for (var y = rows.x; y < rows.y; y++) {
    for (var x = columns.x; x < columns.y; x++) {
      let value = input[inputIndex(at, y, x)];
      best = select(best, value, (value > best) | isNan(value));
    }
  }
  output[i] = best;
}
