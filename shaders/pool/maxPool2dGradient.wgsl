// maxPool2dGradient: gradInput[q] = sum of gradOutput over the windows whose first maximum, in reading order, is q
// One invocation per vec4 of the input: it looks for earlier values as large in every window that covers it.
//   input      read   [N, HEIGHT, WIDTH, VECTORS] vec4f
//   output     read   [N, OUT_HEIGHT, OUT_WIDTH, VECTORS] vec4f, the maxima
//   gradOutput read   [N, OUT_HEIGHT, OUT_WIDTH, VECTORS] vec4f
//   gradInput  write  [N, HEIGHT, WIDTH, VECTORS] vec4f, SIZE in all
#include "lib/index.wgsl"
#include "lib/window.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> output: array<vec4f>;
@group(0) @binding(2) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> gradInput: array<vec4f>;

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
  let value = input[i];
  let windowRows = windowsOver(at.y, OUT_HEIGHT);
  let windowColumns = windowsOver(at.x, OUT_WIDTH);
  var sum = vec4f(0);
  for (var wy = windowRows.x; wy < windowRows.y; wy++) {
    for (var wx = windowColumns.x; wx < windowColumns.y; wx++) {
      let window = outputIndex(at, wy, wx);
      let rows = windowRange(wy, HEIGHT);
      let columns = windowRange(wx, WIDTH);
      var isFirst = value == output[window];
      for (var y = rows.x; y <= at.y; y++) {
        let end = select(columns.y, at.x, y == at.y);
        for (var x = columns.x; x < end; x++) {
          isFirst &= input[inputIndex(at, y, x)] < value;
        }
      }
      sum += select(vec4f(0), gradOutput[window], isFirst);
    }
  }
  gradInput[i] = sum;
}
