// scalarStatisticsGradient: gradInput = gradMean / count + gradVariance * 2 (input - mean) / (count - 1) at the entries, 0 elsewhere
// One invocation per value.
//   input                         read   [N, PIXELS, C4] f32
//   mean, gradMean, gradVariance  read   [1] vec4f, of which the first lane counts
//   gradInput                     write  [N, PIXELS, C4] f32
#include "lib/index.wgsl"
#include "lib/sampledEntries.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read> mean: array<vec4f>;
@group(0) @binding(2) var<storage, read> gradMean: array<vec4f>;
@group(0) @binding(3) var<storage, read> gradVariance: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> gradInput: array<f32>;

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
  let channels = (CHANNELS + 3) / 4 * 4;
  let channel = i % channels;
  let value = channel * PIXELS + i / channels % PIXELS;
  let count = f32(BATCH_SIZE * entriesOfSample());
  let slope = gradMean[0].x / count + gradVariance[0].x * 2 * (input[i] - mean[0].x) / (count - 1);
  gradInput[i] = select(0.0, slope, channel < CHANNELS && value % HOP == 0);
}
