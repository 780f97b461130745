// newtonSchulzSmallGradient: gradient of newtonSchulzSmall with respect to its matrices, symmetrised
// One workgroup for each matrix. The derivative of the iteration in the direction of the symmetrised gradient, by
// the product rule (newtonSchulzGradient.ts): dT = -(dZ Y + Z dY) / 2, dY' = dY T + Y dT, dZ' = dT Z + T dZ.
//   matrix, deconv, gradDeconv  read        [GROUPS, 4 * VECTORS, VECTORS] vec4f
//   norm                        read        [GROUPS] f32
//   iterates                    read        [GROUPS, 3 * N, 4 * VECTORS, VECTORS] vec4f
//   derivatives                 read_write  [GROUPS, 7, 4 * VECTORS, VECTORS] vec4f: direction, dT_0, dY (2), dZ (2), dT
//   gradMatrix                  write       as matrix
// One place in the code for all products and no loop of constant length, for the reason given in newtonSchulzSmall.
@group(0) @binding(0) var<storage, read> matrix: array<vec4f>;
@group(0) @binding(1) var<storage, read> deconv: array<vec4f>;
@group(0) @binding(2) var<storage, read> gradDeconv: array<vec4f>;
@group(0) @binding(3) var<storage, read> norm: array<f32>;
@group(0) @binding(4) var<storage, read> iterates: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> derivatives: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> gradMatrix: array<vec4f>;

override VECTORS: u32;

const invocations = 128u;
var<workgroup> sums: array<vec2f, invocations>;

fn derivativeTile(i: u32, vectors: u32) -> mat4x4f {
  return mat4x4f(
    derivatives[i],
    derivatives[i + vectors],
    derivatives[i + 2 * vectors],
    derivatives[i + 3 * vectors],
  );
}

fn iterateTile(i: u32, vectors: u32) -> mat4x4f {
  return mat4x4f(iterates[i], iterates[i + vectors], iterates[i + 2 * vectors], iterates[i + 3 * vectors]);
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
  let direction = 7 * own;
  let firstDerivT = direction + size;

  for (var i = local; i < size; i += invocations) {
    let row = i / vectors;
    let mirrored = own + i % vectors * 4 * vectors + row / 4;
    let transposed = vec4f(
      gradDeconv[mirrored][row % 4],
      gradDeconv[mirrored + vectors][row % 4],
      gradDeconv[mirrored + 2 * vectors][row % 4],
      gradDeconv[mirrored + 3 * vectors][row % 4],
    );
    let symmetric = 0.5 * (gradDeconv[own + i] + transposed);
    derivatives[direction + i] = symmetric;
    derivatives[firstDerivT + i] = -0.5 * symmetric;
  }
  storageBarrier();

  // Even phases are dY' and dZ', odd ones dT of the next iteration. dZ_1 is dT_0.
  for (var phase = 0u; phase + 1 < 2 * iterations; phase++) {
    let isUpdate = phase % 2 == 0;
    let iteration = (phase + 1) / 2;
    let y = firstY + iteration * size;
    let t = firstT + iteration * size;
    let z = select(firstZ + iteration * size, firstT, iteration == 1);
    let derivY = select(direction + (2 + iteration % 2) * size, direction, iteration == 0);
    let derivZ = select(direction + (4 + iteration % 2) * size, firstDerivT, iteration == 1);
    let derivT = select(direction + 6 * size, firstDerivT, iteration == 0);
    let nextDerivY = direction + (2 + (iteration + 1) % 2) * size;
    let nextDerivZ = direction + (4 + (iteration + 1) % 2) * size;
    let begin = select(0, tiles, isUpdate && iteration + 1 == iterations);
    let end = select(tiles, 2 * tiles, isUpdate && phase > 0);
    for (var work = local + begin; work < end; work += invocations) {
      let isZ = work >= tiles;
      let row = work % tiles / vectors * 4 * vectors;
      let column = work % vectors;
      let derivFirst = select(derivZ, select(derivY, derivT, isZ), isUpdate);
      let second = select(y, select(t, z, isZ), isUpdate);
      let first = select(z, select(y, t, isZ), isUpdate);
      let derivSecond = select(derivY, select(derivT, derivZ, isZ), isUpdate);
      // Columns of a mat4x4f are rows of its tile, hence the order of the factors.
      var sum = mat4x4f();
      for (var depth4 = 0u; depth4 < vectors; depth4++) {
        let below = depth4 * 4 * vectors + column;
        sum += iterateTile(second + below, vectors) * derivativeTile(derivFirst + row + depth4, vectors);
        sum += derivativeTile(derivSecond + below, vectors) * iterateTile(first + row + depth4, vectors);
      }
      let result = select(derivT, select(nextDerivY, nextDerivZ, isZ), isUpdate);
      for (var r = 0u; r < 4; r++) {
        derivatives[result + row + r * vectors + column] = select(-0.5, 1.0, isUpdate) * sum[r];
      }
    }
    storageBarrier();
  }

  // The gradient of the Frobenius norm, as in newtonSchulzSlope.
  let last = select(direction + (4 + iterations % 2) * size, firstDerivT, iterations == 1);
  var sum = vec2f(0);
  for (var i = local; i < size; i += invocations) {
    let withDeconv = dot(derivatives[direction + i], deconv[own + i]);
    sum += vec2f(withDeconv, dot(derivatives[last + i], matrix[own + i]));
  }
  sums[local] = sum;
  workgroupBarrier();
  sum = vec2f(0);
  for (var i = 0u; i < invocations; i++) {
    sum += sums[i];
  }
  let a = norm[workgroup.x];
  let slope = -0.5 * sum.x / a - sum.y / (a * a * sqrt(a));
  for (var i = local; i < size; i += invocations) {
    gradMatrix[own + i] = derivatives[last + i] / (a * sqrt(a)) + slope / a * matrix[own + i];
  }
}
