// maxPool2dGradientDisjoint: maxPool2dGradient for windows that cover every input once (STRIDE = KERNEL_SIZE, no rest)
// One invocation per vec4 of gradOutput: it looks for the first maximum and writes the whole window. If RECTIFY, the gradient of
// a rectifier whose output the input is, too: nothing passes where the maximum is zero.
//   input       read   [N, HEIGHT, WIDTH, VECTORS] vec4f
//   gradOutput  read   [N, OUT_HEIGHT, OUT_WIDTH, VECTORS] vec4f, SIZE in all
//   gradInput   write  [N, HEIGHT, WIDTH, VECTORS] vec4f
#include "lib/index.wgsl"
#include "lib/window.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradInput: array<vec4f>;

override SIZE: u32;
override RECTIFY: bool;

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
  let first = inputIndex(at, at.y * STRIDE, at.x * STRIDE);
  var best = input[first];
  var winner = vec4u(0);
  for (var k = 1u; k < KERNEL_SIZE * KERNEL_SIZE; k++) {
    let value = input[first + (k / KERNEL_SIZE * WIDTH + k % KERNEL_SIZE) * VECTORS];
    winner = select(winner, vec4u(k), value > best);
    best = max(best, value);
  }
  let gradient = select(gradOutput[i], vec4f(0), vec4<bool>(RECTIFY) & !(best > vec4f(0)));
  for (var k = 0u; k < KERNEL_SIZE * KERNEL_SIZE; k++) {
    gradInput[first + (k / KERNEL_SIZE * WIDTH + k % KERNEL_SIZE) * VECTORS] =
      select(vec4f(0), gradient, winner == vec4u(k));
  }
}
