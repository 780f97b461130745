// newtonSchulzSmall: deconv[g] = matrix[g]^(-1/2) by N Newton-Schulz iterations, all of them in one dispatch
// One workgroup for each matrix, each invocation on tiles of 4 rows by 4 columns. The iterates are kept for the
// gradient: Y_i is number i, T_i number N + i, Z_i number 2 N + i, but Z_1 is T_0, and Z_N stands in the place of Z_0.
//   matrix    read        [GROUPS, 4 * VECTORS, VECTORS] vec4f
//   deconv    write       the same
//   norm      write       [GROUPS] f32, the Frobenius norms
//   iterates  read_write  [GROUPS, 3 * N, 4 * VECTORS, VECTORS] vec4f
// All products come from one place in the code, and N from the length of a buffer, so that no compiler unrolls the
// iterations: those that turn barriers into coroutines would take minutes.
@group(0) @binding(0) var<storage, read> matrix: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> deconv: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> norm: array<f32>;
@group(0) @binding(3) var<storage, read_write> iterates: array<vec4f>;

override VECTORS: u32;
override FEATURES: u32;

const invocations = 128u;
var<workgroup> sums: array<f32, invocations>;

// 3 I at this vec4 of a matrix, zero in the padding.
fn threeIdentity(i: u32) -> vec4f {
  let row = i / VECTORS;
  let isDiagonal = vec4<bool>(row < FEATURES) & (vec4u(i % VECTORS * 4) + vec4u(0, 1, 2, 3) == vec4u(row));
  return select(vec4f(0), vec4f(3), isDiagonal);
}

@compute @workgroup_size(invocations)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  // VECTORS, but not to the compiler.
  let vectors = min(VECTORS, arrayLength(&matrix));
  let size = vectors * vectors * 4;
  let tiles = vectors * vectors;
  let iterations = arrayLength(&iterates) / (workgroups.x * 3 * size);
  let own = workgroup.x * size;
  let firstY = 3 * iterations * own;
  let firstT = firstY + iterations * size;
  let firstZ = firstT + iterations * size;

  var sum = 0.0;
  for (var i = local; i < size; i += invocations) {
    let value = matrix[own + i];
    sum += dot(value, value);
  }
  sums[local] = sum;
  workgroupBarrier();
  sum = 0;
  for (var i = 0u; i < invocations; i++) {
    sum += sums[i];
  }
  let frobenius = sqrt(sum);
  for (var i = local; i < size; i += invocations) {
    let y = matrix[own + i] / frobenius;
    iterates[firstY + i] = y;
    iterates[firstT + i] = 0.5 * (threeIdentity(i) - y);
  }
  storageBarrier();

  // Even phases are the updates Y' = Y T and Z' = T Z, odd ones the residual T = (3 I - Z Y) / 2 of the next iteration.
  for (var phase = 0u; phase + 1 < 2 * iterations; phase++) {
    let isUpdate = phase % 2 == 0;
    let iteration = (phase + 1) / 2;
    let isLast = iteration + 1 == iterations;
    let y = firstY + iteration * size;
    let t = firstT + iteration * size;
    let z = select(firstZ + iteration * size, firstT, iteration == 1);
    // Z_1 is there already, and nobody needs the last Y.
    let begin = select(0, tiles, isUpdate && isLast);
    let end = select(tiles, 2 * tiles, isUpdate && phase > 0);
    for (var work = local + begin; work < end; work += invocations) {
      let isZ = work >= tiles;
      let tile = work % tiles;
      let left = select(z, select(y, t, isZ), isUpdate);
      let right = select(y, select(t, z, isZ), isUpdate);
      let nextZ = select(firstZ + (iteration + 1) * size, firstZ, isLast);
      let result = select(t, select(y + size, nextZ, isZ), isUpdate);
      let row = tile / vectors * 4 * vectors;
      let column = tile % vectors;
      // Columns of a mat4x4f are rows of its tile, hence the order of the factors.
      var product = mat4x4f();
      for (var depth4 = 0u; depth4 < vectors; depth4++) {
        let a = left + row + depth4;
        let b = right + depth4 * 4 * vectors + column;
        product += mat4x4f(
          iterates[b],
          iterates[b + vectors],
          iterates[b + 2 * vectors],
          iterates[b + 3 * vectors],
        ) * mat4x4f(
          iterates[a],
          iterates[a + vectors],
          iterates[a + 2 * vectors],
          iterates[a + 3 * vectors],
        );
      }
      for (var r = 0u; r < 4; r++) {
        let i = row + r * vectors + column;
        let value = product[r];
        iterates[result + i] = select(0.5 * (threeIdentity(i) - value), value, isUpdate);
      }
    }
    storageBarrier();
  }

  let last = select(firstZ, firstT, iterations == 1);
  for (var i = local; i < size; i += invocations) {
    deconv[own + i] = iterates[last + i] / sqrt(frobenius);
  }
  if (local == 0) {
    norm[workgroup.x] = frobenius;
  }
}
