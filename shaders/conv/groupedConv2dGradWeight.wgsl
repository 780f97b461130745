// groupedConv2dGradWeight: gradWeight[ky, kx, j, o] = sum over n, y, x of input[n, y*S + ky*D - P, x*S + kx*D - P, group(o)*IG + j] * gradOutput[n, y, x, o]
// One invocation per vec4 of outputs and part of the sum; the rows (n, y) are split into SPLITS parts.
//   input       read   [N, H, W, I4] f32
//   gradOutput  read   [N, OUT_H, OUT_W, O4/4] vec4f
//   partial     write  [SPLITS, K, K, IG, O4/4] vec4f, to be added up by gemm/sumSplits; the gradient itself if SPLITS is 1
#include "lib/index.wgsl"
#include "lib/convGeometry.wgsl"
#include "lib/convGroups.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> partial: array<vec4f>;

override BATCH_SIZE: u32;
override SIZE: u32;
override SPLITS: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= SIZE * SPLITS) {
    return;
  }
  let columns4 = (OUT_CHANNELS + 3) / 4;
  let channels = (IN_CHANNELS + 3) / 4 * 4;
  let groupChannels = IN_CHANNELS / GROUPS;
  let column4 = i % columns4;
  let weightRow = i % SIZE / columns4;
  let tap = weightRow / groupChannels;
  let split = i / SIZE;
  let rows = BATCH_SIZE * OUT_H;
  // Padding lanes read the last group's channels; their gradient is zero.
  let o = min(vec4u(column4 * 4) + vec4u(0, 1, 2, 3), vec4u(OUT_CHANNELS - 1));
  let c = vec4u(firstInput(o.x), firstInput(o.y), firstInput(o.z), firstInput(o.w)) + weightRow % groupChannels;
  var sum = vec4f();
  for (var position = split * rows / SPLITS * OUT_W; position < (split + 1) * rows / SPLITS * OUT_W; position++) {
    let origin = patchOrigin(position, tap, channels);
    if (origin >= 0) {
      let pixel = vec4u(u32(origin)) + c;
      sum += vec4f(input[pixel.x], input[pixel.y], input[pixel.z], input[pixel.w]) * gradOutput[position * columns4 + column4];
    }
  }
  partial[i] = sum;
}
