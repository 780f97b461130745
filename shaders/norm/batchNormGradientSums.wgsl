// batchNormGradientSums: gradBias = sum of gradOutput, gradWeight = sum of gradOutput * normalised input
// One workgroup per vec4 of channels adds up the partials of batchNormGradientPartial.
//   partials    read   [2, PARTIALS, VECTORS] vec4f
//   gradWeight  write  [VECTORS] vec4f
//   gradBias    write  [VECTORS] vec4f
//   sums        write  [2, VECTORS] vec4f: gradBias and gradWeight again, for the gradient of the input
@group(0) @binding(0) var<storage, read> partials: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> gradWeight: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradBias: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> sums: array<vec4f>;

var<workgroup> biasSums: array<vec4f, 64>;
var<workgroup> weightSums: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let c = workgroup.x;
  // From the bindings, so that one pipeline serves every size.
  let vectors = arrayLength(&gradBias);
  let partialSums = arrayLength(&partials) / (2 * vectors);
  var bias = vec4f(0);
  var weight = vec4f(0);
  for (var p = local; p < partialSums; p += 64) {
    bias += partials[p * vectors + c];
    weight += partials[(partialSums + p) * vectors + c];
  }
  biasSums[local] = bias;
  weightSums[local] = weight;
  workgroupBarrier();
  if (local == 0) {
    for (var i = 1u; i < min(partialSums, 64); i++) {
      bias += biasSums[i];
      weight += weightSums[i];
    }
    gradBias[c] = bias;
    gradWeight[c] = weight;
    sums[c] = bias;
    sums[vectors + c] = weight;
  }
}
