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

override VECTORS: u32;
override PARTIALS: u32;

var<workgroup> biasSums: array<vec4f, 64>;
var<workgroup> weightSums: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let c = workgroup.x;
  var bias = vec4f(0);
  var weight = vec4f(0);
  for (var p = local; p < PARTIALS; p += 64) {
    bias += partials[p * VECTORS + c];
    weight += partials[(PARTIALS + p) * VECTORS + c];
  }
  biasSums[local] = bias;
  weightSums[local] = weight;
  workgroupBarrier();
  if (local == 0) {
    // The second bound is idle; it keeps compilers from unrolling the loop, which takes some of them seconds.
    for (var i = 1u; i < min(min(PARTIALS, 64), arrayLength(&partials)); i++) {
      bias += biasSums[i];
      weight += weightSums[i];
    }
    gradBias[c] = bias;
    gradWeight[c] = weight;
    sums[c] = bias;
    sums[VECTORS + c] = weight;
  }
}
