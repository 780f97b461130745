// newtonSchulzSlope: slope[g] = -<gradDeconv, deconv> / (2 norm) - <derivZ, matrix> / norm^2.5
// The gradient of the Frobenius norm (PERF §0.3). One workgroup for each matrix: every invocation sums every 256th
// vec4, the first one sums their sums.
//   gradDeconv, deconv, derivZ, matrix  read   [GROUPS, SIZE] vec4f
//   norm                                read   [GROUPS] f32
//   slope                               write  [GROUPS] f32
@group(0) @binding(0) var<storage, read> gradDeconv: array<vec4f>;
@group(0) @binding(1) var<storage, read> deconv: array<vec4f>;
@group(0) @binding(2) var<storage, read> derivZ: array<vec4f>;
@group(0) @binding(3) var<storage, read> matrix: array<vec4f>;
@group(0) @binding(4) var<storage, read> norm: array<f32>;
@group(0) @binding(5) var<storage, read_write> slope: array<f32>;

override SIZE: u32;

var<workgroup> sums: array<vec2f, 256>;

@compute @workgroup_size(256)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  var sum = vec2f(0);
  let end = (workgroup.x + 1) * SIZE;
  for (var i = workgroup.x * SIZE + local; i < end; i += 256) {
    sum += vec2f(dot(gradDeconv[i], deconv[i]), dot(derivZ[i], matrix[i]));
  }
  sums[local] = sum;
  workgroupBarrier();
  if (local == 0) {
    for (var i = 1u; i < 256; i++) {
      sum += sums[i];
    }
    let a = norm[workgroup.x];
    slope[workgroup.x] = -0.5 * sum.x / a - sum.y / (a * a * sqrt(a));
  }
}
