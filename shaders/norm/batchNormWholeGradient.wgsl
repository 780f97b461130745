// batchNormWholeGradient: batchNormTrainingPartial, batchNormGradientSums and batchNormTrainingGradient in one, for few rows
// One workgroup per vec4 of channels.
//   input                 read   [ROWS, VECTORS] vec4f, or the first or last channels of wider rows
//   gradOutput            read   [ROWS, VECTORS] vec4f
//   statistics            read   [2, VECTORS] vec4f: mean, biased variance
//   weight, bias          read   [VECTORS] vec4f
//   gradInput             write  [ROWS, VECTORS] vec4f
//   gradWeight, gradBias  write  [VECTORS] vec4f
#include "lib/batchNormGradient.wgsl"
#include "lib/rowSums.wgsl"

@group(0) @binding(5) var<storage, read_write> gradInput: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> gradWeight: array<vec4f>;
@group(0) @binding(7) var<storage, read_write> gradBias: array<vec4f>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let c = workgroup.x;
  let vectors = vectorCount();
  let rows = rowCount();
  let stride = inputStride(rows);
  let start = inputStart(c, vectors, stride);
  let channels = channelsOf(c);
  var sum = vec4f(0);
  var weighted = vec4f(0);
  for (var row = local; row < rows; row += 64) {
    let x = input[start + row * stride];
    let gradient = upstream(channels, gradOutput[row * vectors + c], x);
    sum += gradient;
    weighted += gradient * (x - channels.mean);
  }
  let bias = workgroupSum(sum, local);
  let weight = workgroupSum(weighted, local) * channels.scale;
  if (local == 0) {
    gradBias[c] = bias;
    gradWeight[c] = weight;
  }
  let means = array<vec4f, 2>(bias / f32(rows), weight / f32(rows));
  for (var row = local; row < rows; row += 64) {
    let at = row * vectors + c;
    gradInput[at] = inputGradient(channels, gradOutput[at], input[start + row * stride], means);
  }
}
