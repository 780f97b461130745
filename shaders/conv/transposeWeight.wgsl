// transposeWeight: output[tap, o, i] = weight[tap, i, o]
// One invocation per 4 x 4 block.
//   weight  read   [K*K, I4, O4/4] vec4f
//   output  write  [K*K, O4, I4/4] vec4f
#include "lib/index.wgsl"

@group(0) @binding(0) var<storage, read> weight: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

override TAPS: u32;
override IN_CHANNELS4: u32;
override OUT_CHANNELS4: u32;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let block = linearIndex(workgroup, local, workgroups);
  if (block >= TAPS * IN_CHANNELS4 * OUT_CHANNELS4) {
    return;
  }
  let o4 = block % OUT_CHANNELS4;
  let i4 = block / OUT_CHANNELS4 % IN_CHANNELS4;
  let tap = block / (OUT_CHANNELS4 * IN_CHANNELS4);
  let first = (tap * IN_CHANNELS4 + i4) * 4 * OUT_CHANNELS4 + o4;
  let result = (tap * OUT_CHANNELS4 + o4) * 4 * IN_CHANNELS4 + i4;
  let rows = transpose(
    mat4x4f(weight[first], weight[first + OUT_CHANNELS4], weight[first + 2 * OUT_CHANNELS4], weight[first + 3 * OUT_CHANNELS4]),
  );
  output[result] = rows[0];
  output[result + IN_CHANNELS4] = rows[1];
  output[result + 2 * IN_CHANNELS4] = rows[2];
  output[result + 3 * IN_CHANNELS4] = rows[3];
}
