// copyChannelVectors: as copyChannels, where all channel numbers are multiples of four and count vec4s
// One invocation per vec4 of the output between BEGIN and END.
//   input   read   [ROWS, IN_STRIDE] vec4f
//   output  write  [ROWS, OUT_STRIDE] vec4f, its columns from BEGIN to END
#include "lib/index.wgsl"
#include "lib/rectified.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

override ROWS: u32;
override IN_STRIDE: u32;
override OUT_STRIDE: u32;
override FROM: u32;
override TO: u32;
override COUNT: u32;
override BEGIN: u32;
override END: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  let row = i / (END - BEGIN);
  if (row >= ROWS) {
    return;
  }
  let channel = BEGIN + i % (END - BEGIN);
  var value = vec4f(0);
  if (channel >= TO && channel < TO + COUNT) {
    value = input[row * IN_STRIDE + channel - TO + FROM];
  }
  output[row * OUT_STRIDE + channel] = rectified(value);
}
