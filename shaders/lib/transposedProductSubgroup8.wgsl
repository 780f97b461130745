// transposedProduct (see lib/transposedProduct.wgsl) for subgroups of 8 invocations.
//
// Two subgroups to a tile, each invocation 16 rows by 4 columns. Four depths at a time, the 8 invocations of a subgroup
// load the 4 depths x 4 vec4s of A that they need, two vec4s each, and broadcast them: 48 loads for 512 products.
enable subgroups;

#include "lib/transposedProductStore.wgsl"

@compute @workgroup_size(16)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  // Zero, which the compiler cannot know: it would unroll short loops and take up to three times as long.
  let runtimeZero = workgroup.z >> 31;
  let product = productOf(workgroup.z, workgroups.z);
  let tile = tileOf(product, workgroup);
  let lane = local % 8;
  let column4 = min(tile.x * 8 + lane, product.columns4 - 1);
  let row4 = tile.y * 8 + local / 8 * 4;
  let readRow4 = min(row4 + lane % 4, product.rows4 - 1);
  var sum0 = vec4f();
  var sum1 = vec4f();
  var sum2 = vec4f();
  var sum3 = vec4f();
  var sum4 = vec4f();
  var sum5 = vec4f();
  var sum6 = vec4f();
  var sum7 = vec4f();
  var sum8 = vec4f();
  var sum9 = vec4f();
  var sum10 = vec4f();
  var sum11 = vec4f();
  var sum12 = vec4f();
  var sum13 = vec4f();
  var sum14 = vec4f();
  var sum15 = vec4f();
  for (var pair = 0u; pair < PAIRS + runtimeZero; pair++) {
    var a4 = product.left + lane / 4 * product.rows4 + readRow4;
    var b4 = product.right + column4;
    for (var depth = 0u; depth < product.depth; depth += 4) {
      let low = left(pair, a4);
      let high = left(pair, a4 + 2 * product.rows4);
      let b0 = right(pair, b4);
      let b1 = right(pair, b4 + product.columns4);
      let b2 = right(pair, b4 + 2 * product.columns4);
      let b3 = right(pair, b4 + 3 * product.columns4);
      let a00 = subgroupBroadcast(low, 0);
      let a01 = subgroupBroadcast(low, 4);
      let a02 = subgroupBroadcast(high, 0);
      let a03 = subgroupBroadcast(high, 4);
      sum0 += a00.x * b0 + a01.x * b1 + a02.x * b2 + a03.x * b3;
      sum1 += a00.y * b0 + a01.y * b1 + a02.y * b2 + a03.y * b3;
      sum2 += a00.z * b0 + a01.z * b1 + a02.z * b2 + a03.z * b3;
      sum3 += a00.w * b0 + a01.w * b1 + a02.w * b2 + a03.w * b3;
      let a10 = subgroupBroadcast(low, 1);
      let a11 = subgroupBroadcast(low, 5);
      let a12 = subgroupBroadcast(high, 1);
      let a13 = subgroupBroadcast(high, 5);
      sum4 += a10.x * b0 + a11.x * b1 + a12.x * b2 + a13.x * b3;
      sum5 += a10.y * b0 + a11.y * b1 + a12.y * b2 + a13.y * b3;
      sum6 += a10.z * b0 + a11.z * b1 + a12.z * b2 + a13.z * b3;
      sum7 += a10.w * b0 + a11.w * b1 + a12.w * b2 + a13.w * b3;
      let a20 = subgroupBroadcast(low, 2);
      let a21 = subgroupBroadcast(low, 6);
      let a22 = subgroupBroadcast(high, 2);
      let a23 = subgroupBroadcast(high, 6);
      sum8 += a20.x * b0 + a21.x * b1 + a22.x * b2 + a23.x * b3;
      sum9 += a20.y * b0 + a21.y * b1 + a22.y * b2 + a23.y * b3;
      sum10 += a20.z * b0 + a21.z * b1 + a22.z * b2 + a23.z * b3;
      sum11 += a20.w * b0 + a21.w * b1 + a22.w * b2 + a23.w * b3;
      let a30 = subgroupBroadcast(low, 3);
      let a31 = subgroupBroadcast(low, 7);
      let a32 = subgroupBroadcast(high, 3);
      let a33 = subgroupBroadcast(high, 7);
      sum12 += a30.x * b0 + a31.x * b1 + a32.x * b2 + a33.x * b3;
      sum13 += a30.y * b0 + a31.y * b1 + a32.y * b2 + a33.y * b3;
      sum14 += a30.z * b0 + a31.z * b1 + a32.z * b2 + a33.z * b3;
      sum15 += a30.w * b0 + a31.w * b1 + a32.w * b2 + a33.w * b3;
      a4 += 4 * product.rows4;
      b4 += 4 * product.columns4;
    }
  }
  var sums = array<vec4f, 16>(
    sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7,
    sum8, sum9, sum10, sum11, sum12, sum13, sum14, sum15,
  );
  for (var i = 0u; i < 16 + runtimeZero; i++) {
    storeInRange(product, row4 * 4 + i, (tile.x * 8 + lane) * 4, sums[i]);
  }
}
