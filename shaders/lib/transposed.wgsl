// Transposes of square matrices [GROUPS, 4 * VECTORS, VECTORS] of vec4f. The including kernel gives
//   fn at(i: u32) -> vec4f    vec4 number i of the matrices
override VECTORS: u32;

// The four entries of the transposes that lie where `at(i)` lies.
fn transposed(i: u32) -> vec4f {
  let row = i / VECTORS % (VECTORS * 4);
  let firstRow = (i / (VECTORS * VECTORS * 4) * VECTORS + i % VECTORS) * 4;
  let mirrored = firstRow * VECTORS + row / 4;
  let lane = row % 4;
  return vec4f(
    at(mirrored)[lane],
    at(mirrored + VECTORS)[lane],
    at(mirrored + 2 * VECTORS)[lane],
    at(mirrored + 3 * VECTORS)[lane],
  );
}
