// transposedProduct (see lib/transposedProduct.wgsl) with operands shared through workgroup memory.
//
// Eight depths at a time, the 64 invocations load the tile's rows of A and columns of B, a vec4 of each apiece; each
// invocation owns 4 rows by 4 columns as there, and sums in the same order. Depths past the last count as zeros.

#include "lib/transposedProductStore.wgsl"

const STEP = 8u;
// [STEP, 8]
var<workgroup> leftTile: array<vec4f, 64>;
var<workgroup> rightTile: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let product = productOf(workgroup.z, workgroups.z);
  let tile = tileOf(product, workgroup);
  let lane = local % 8;
  let ownRow4 = local / 8;
  let leftRow4 = min(tile.y * 8 + lane, product.rows4 - 1);
  let rightColumn4 = min(tile.x * 8 + lane, product.columns4 - 1);
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  for (var pair = 0u; pair < PAIRS; pair++) {
    for (var first = 0u; first < product.depth; first += STEP) {
      let depth = first + local / 8;
      let loaded = min(depth, product.depth - 1);
      let inside = depth < product.depth;
      let a = left(pair, product.left + loaded * product.rows4 + leftRow4);
      let b = right(pair, product.right + loaded * product.columns4 + rightColumn4);
      leftTile[local] = select(vec4f(), a, inside);
      rightTile[local] = select(vec4f(), b, inside);
      workgroupBarrier();
      for (var i = 0u; i < STEP; i++) {
        let a = leftTile[i * 8 + ownRow4];
        let b = rightTile[i * 8 + lane];
        sum0 += a.x * b;
        sum1 += a.y * b;
        sum2 += a.z * b;
        sum3 += a.w * b;
      }
      workgroupBarrier();
    }
  }
  storeBlock(product, tile.y * 8 + ownRow4, tile.x * 8 + lane, mat4x4f(sum0, sum1, sum2, sum3));
}
