// frobeniusNorm: norm[g] = sqrt(sum of squares of matrix[g])
// One workgroup for each matrix: every invocation sums every 256th vec4, the first one sums their sums.
//   matrix  read   [GROUPS, SIZE] vec4f
//   norm    write  [GROUPS] f32
@group(0) @binding(0) var<storage, read> matrix: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> norm: array<f32>;

override SIZE: u32;

var<workgroup> sums: array<f32, 256>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  var sum = 0.0;
  for (var i = local; i < SIZE; i += 256) {
    let value = matrix[workgroup.x * SIZE + i];
    sum += dot(value, value);
  }
  sums[local] = sum;
  workgroupBarrier();
  if (local == 0) {
    for (var i = 1u; i < 256; i++) {
      sum += sums[i];
    }
    norm[workgroup.x] = sqrt(sum);
  }
}
