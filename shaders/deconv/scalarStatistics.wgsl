// scalarStatistics: mean = sum of the entries / count; variance = sum of (entry - mean)^2 / (count - 1)
// One workgroup; each invocation takes every 256th entry.
//   input           read   [N, PIXELS, C4] f32
//   mean, variance  write  [1] vec4f, of which the first lane counts
#include "lib/sampledEntries.wgsl"
#include "lib/workgroupSum.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;
@group(0) @binding(1) var<storage, read_write> mean: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> variance: array<vec4f>;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) local: u32) {
  let count = BATCH_SIZE * entriesOfSample();
  var sum = 0.0;
  for (var e = local; e < count; e += 256) {
    sum += input[entryAddress(e)];
  }
  let center = workgroupSum(sum, local) / f32(count);
  var squares = 0.0;
  for (var e = local; e < count; e += 256) {
    let deviation = input[entryAddress(e)] - center;
    squares += deviation * deviation;
  }
  let total = workgroupSum(squares, local);
  if (local == 0) {
    mean[0] = vec4f(center, 0, 0, 0);
    variance[0] = vec4f(total / f32(count - 1), 0, 0, 0);
  }
}
