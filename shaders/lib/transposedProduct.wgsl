// transposedProduct: C = sum over PAIRS pairs of Aᵀ B, for an A stored [depth][row] and a B stored [depth][column].
//
// Where C IS_SYMMETRIC, only tiles of 32 x 32 on and below the diagonal are computed. Symmetric factors are their own
// transposes. Sizes come from buffers' lengths rather than constants: layers of all sizes share a pipeline. The
// including kernel gives constants PAIRS and IS_SYMMETRIC and
//   fn productOf(part: u32, parts: u32) -> Product                      of workgroup.z and how many there are
//   fn left(pair: u32, index: u32) -> vec4f                             vec4 number `index` of A
//   fn right(pair: u32, index: u32) -> vec4f                            the same of B
//   fn store(product: Product, row: u32, column4: u32, value: vec4f)    four entries of a row of C
// One workgroup of 64 to a tile, each invocation 4 rows by 4 columns. Terms are summed in order of depth.

#include "lib/transposedProductStore.wgsl"

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let product = productOf(workgroup.z, workgroups.z);
  let tile = tileOf(product, workgroup);
  let column4 = tile.x * 8 + local % 8;
  let row4 = tile.y * 8 + local / 8;
  if (row4 >= product.rows4 || column4 >= product.columns4) {
    return;
  }
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var pair = 0u; pair < PAIRS; pair++) {
    var a4 = product.left + row4;
    var b4 = product.right + column4;
    for (var depth = 0u; depth < product.depth; depth++) {
      let a = left(pair, a4);
      let b = right(pair, b4);
      sum0 += a.x * b;
      sum1 += a.y * b;
      sum2 += a.z * b;
      sum3 += a.w * b;
      a4 += product.rows4;
      b4 += product.columns4;
    }
  }
  storeBlock(product, row4, column4, mat4x4f(sum0, sum1, sum2, sum3));
}
