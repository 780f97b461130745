// col2im: output[n, y, x, c] = sum of rows[g, r, d] over all samples r and features d that lie on this value
// One invocation per vec4 of the output, which gathers; taps are summed in order. Values that no sample touches
// and channels of no block are zero.
//   rows    read   [GROUPS, PADDED_ROWS, FEATURES4, 4] f32
//   output  write  [N, H, W, C4/4] vec4f, SIZE in all
#include "lib/index.wgsl"
#include "lib/sampling.wgsl"

@group(0) @binding(0) var<storage, read> rows: array<f32>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

override PADDED_ROWS: u32;
override FEATURES4: u32;
// Channels that belong to a block.
override CHANNELS: u32;
override SIZE: u32;

// What the kept position `position` of a flat list contributes to channel `channel` of pixel `pixel`, if it is kept.
fn fromList(pixel: u32, channel: u32) -> f32 {
  let inGroup = channel % (FEATURES * BLOCKS);
  let group = channel / (FEATURES * BLOCKS);
  let entry = inGroup / FEATURE_STEP % FEATURES;
  let position = inGroup / BLOCK_STEP % BLOCKS * PIXELS + pixel;
  let place = position % RUN_LENGTH;
  let hop = SAMPLING_STRIDE * SAMPLING_STRIDE;
  let row = position / RUN_LENGTH * RUN_ROWS + min(place / hop, RUN_ROWS - 1);
  return select(0, rows[(group * PADDED_ROWS + row) * FEATURES4 * 4 + entry], place % hop == 0);
}

// Feature `tap` of channel `channel` in patch `sample` of the grid.
fn fromPatch(sample: u32, channel: u32, tap: u32) -> f32 {
  let feature = channel * KERNEL_SIZE * KERNEL_SIZE + tap;
  let inGroup = feature % (FEATURES * BLOCKS);
  let group = feature / (FEATURES * BLOCKS);
  let entry = inGroup / FEATURE_STEP % FEATURES;
  let row = inGroup / BLOCK_STEP % BLOCKS * RUN_ROWS + sample;
  return rows[(group * PADDED_ROWS + row) * FEATURES4 * 4 + entry];
}

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
  let first = i % CHANNELS4 * 4;
  let lanes = vec4u(first, first + 1, first + 2, first + 3);
  let channel = min(lanes, vec4u(CHANNELS - 1));
  let pixel = i / CHANNELS4;
  var sum = vec4f(0);
  if (KERNEL_SIZE == 1) {
    sum = vec4f(
      fromList(pixel, channel.x),
      fromList(pixel, channel.y),
      fromList(pixel, channel.z),
      fromList(pixel, channel.w),
    );
  } else {
    let x = i32(pixel % W + PADDING);
    let y = i32(pixel / W % H + PADDING);
    let n = pixel / (W * H);
    for (var tapY = 0u; tapY < KERNEL_SIZE; tapY++) {
      let top = y - i32(tapY * DILATION);
      let row = u32(max(top, 0)) / SAMPLING_STRIDE;
      if (top < 0 || u32(top) % SAMPLING_STRIDE != 0 || row >= OUT_H) {
        continue;
      }
      for (var tapX = 0u; tapX < KERNEL_SIZE; tapX++) {
        let left = x - i32(tapX * DILATION);
        let column = u32(max(left, 0)) / SAMPLING_STRIDE;
        if (left < 0 || u32(left) % SAMPLING_STRIDE != 0 || column >= OUT_W) {
          continue;
        }
        let sample = (n * OUT_H + row) * OUT_W + column;
        let tap = tapY * KERNEL_SIZE + tapX;
        sum += vec4f(
          fromPatch(sample, channel.x, tap),
          fromPatch(sample, channel.y, tap),
          fromPatch(sample, channel.z, tap),
          fromPatch(sample, channel.w, tap),
        );
      }
    }
  }
  output[i] = select(vec4f(0), sum, lanes < vec4u(CHANNELS));
}
