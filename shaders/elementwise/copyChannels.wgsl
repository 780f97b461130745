// copyChannels: output[r, c] = input[r, c - TO + FROM] for TO <= c < TO + COUNT, else 0, for BEGIN <= c < END; rectified if RECTIFY
// One invocation per value of the output between BEGIN and END.
//   input   read   [ROWS, IN_STRIDE] f32
//   output  write  [ROWS, OUT_STRIDE] f32, its columns from BEGIN to END
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<f32>;

override ROWS: u32;
override IN_STRIDE: u32;
override OUT_STRIDE: u32;
override FROM: u32;
override TO: u32;
override COUNT: u32;
override BEGIN: u32;
override END: u32;
override RECTIFY: bool;

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
  var value = 0.0;
  if (channel >= TO && channel < TO + COUNT) {
    value = input[row * IN_STRIDE + channel - TO + FROM];
  }
  if (RECTIFY) {
    // NaN stays NaN: a diverging run must show.
    value = select(value, 0.0, value < 0.0);
  }
  output[row * OUT_STRIDE + channel] = value;
}
