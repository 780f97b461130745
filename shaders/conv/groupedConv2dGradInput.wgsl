// groupedConv2dGradInput: gradInput[n, y, x, c] = sum over ky, kx and the outputs o of c's group of gradOutput[n, (y + P - ky*D) / S, (x + P - kx*D) / S, o] * weight[ky, kx, c mod IG, o]
// One invocation per input value (IG input channels per group).
//   gradOutput  read   [N, OUT_H, OUT_W, O4] f32
//   weight      read   [K, K, IG, O4] f32
//   gradInput   write  [N, H, W, I4] f32
#include "lib/index.wgsl"
#include "lib/convGroups.wgsl"
#include "lib/convGeometry.wgsl"

override SIZE: u32;

@group(0) @binding(0) var<storage, read> gradOutput: array<f32>;
@group(0) @binding(1) var<storage, read> weight: array<f32>;
@group(0) @binding(2) var<storage, read_write> gradInput: array<f32>;

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
  let channels = (IN_CHANNELS + 3) / 4 * 4;
  let columns = (OUT_CHANNELS + 3) / 4 * 4;
  let groupChannels = IN_CHANNELS / GROUPS;
  let groupColumns = OUT_CHANNELS / GROUPS;
  let c = i % channels;
  if (c >= IN_CHANNELS) {
    gradInput[i] = 0.0;
    return;
  }
  let pixel = i / channels;
  let n = pixel / (H * W);
  let stride = i32(STRIDE);
  let firstOutput = c / groupChannels * groupColumns;
  var sum = 0.0;
  for (var tap = 0u; tap < KERNEL_SIZE * KERNEL_SIZE; tap++) {
    let y = i32(pixel / W % H + PADDING) - i32(tap / KERNEL_SIZE * DILATION);
    let x = i32(pixel % W + PADDING) - i32(tap % KERNEL_SIZE * DILATION);
    if (y >= 0 && x >= 0 && y % stride == 0 && x % stride == 0 && y / stride < i32(OUT_H) && x / stride < i32(OUT_W)) {
      let position = (n * OUT_H + u32(y / stride)) * OUT_W + u32(x / stride);
      let weightRow = (tap * groupChannels + c % groupChannels) * columns;
      for (var o = firstOutput; o < firstOutput + groupColumns; o++) {
        sum += gradOutput[position * columns + o] * weight[weightRow + o];
      }
    }
  }
  gradInput[i] = sum;
}
