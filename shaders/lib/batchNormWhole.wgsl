// Batch normalisation in one dispatch, where the rows are few: one workgroup of 64 per vec4 of channels.
#include "lib/batchNorm.wgsl"
#include "lib/inputEnds.wgsl"
#include "lib/rowSums.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> weight: array<vec4f>;
@group(0) @binding(2) var<storage, read> bias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> output: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> statistics: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> runningMean: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> runningVariance: array<vec4f>;

override MOMENTUM: f32;

fn rowCount() -> u32 {
  return arrayLength(&output) / vectorCount();
}

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let c = workgroup.x;
  let vectors = vectorCount();
  let rows = rowCount();
  let stride = inputStride(rows);
  let start = inputStart(c, vectors, stride);
  // Relative to the first row, so that squares of a large mean never cancel.
  let origin = input[start];
  var sum = vec4f(0);
  for (var row = local; row < rows; row += 64) {
    sum += input[start + row * stride] - origin;
  }
  let mean = origin + workgroupSum(sum, local) / f32(rows);
  var squares = vec4f(0);
  for (var row = local; row < rows; row += 64) {
    let offset = input[start + row * stride] - mean;
    squares += offset * offset;
  }
  let variance = workgroupSum(squares, local) / f32(rows);
  if (local == 0) {
    statistics[c] = mean;
    statistics[vectors + c] = variance;
    let unbiased = variance * (f32(rows) / f32(rows - 1));
    runningMean[c] = (1 - MOMENTUM) * runningMean[c] + MOMENTUM * mean;
    runningVariance[c] = (1 - MOMENTUM) * runningVariance[c] + MOMENTUM * unbiased;
  }
  let channels = Channels(mean, 1 / sqrt(variance + EPS), weight[c], bias[c]);
  for (var row = local; row < rows; row += 64) {
    let at = row * vectors + c;
    output[at] = rectified(normalizedOutput(channels, input[start + row * stride]) + addend(at));
  }
}
