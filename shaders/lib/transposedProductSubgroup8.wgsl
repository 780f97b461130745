// transposedProduct (see lib/transposedProduct.wgsl) for subgroups of 8 invocations.
//
// One subgroup to a tile, each invocation 32 rows by 4 columns. Two depths at a time, the invocations load the 2 depths x 8
// vec4s of A that they need, two vec4s each, and broadcast them: 4 vec4s loaded for 256 products. The columns of B stay in
// registers meanwhile; with more depths at a time they would not, and with fewer rows there would be more to load.
enable subgroups;

#include "lib/transposedProductStore.wgsl"

var<private> sum0: vec4f;
var<private> sum1: vec4f;
var<private> sum2: vec4f;
var<private> sum3: vec4f;
var<private> sum4: vec4f;
var<private> sum5: vec4f;
var<private> sum6: vec4f;
var<private> sum7: vec4f;
var<private> sum8: vec4f;
var<private> sum9: vec4f;
var<private> sum10: vec4f;
var<private> sum11: vec4f;
var<private> sum12: vec4f;
var<private> sum13: vec4f;
var<private> sum14: vec4f;
var<private> sum15: vec4f;
var<private> sum16: vec4f;
var<private> sum17: vec4f;
var<private> sum18: vec4f;
var<private> sum19: vec4f;
var<private> sum20: vec4f;
var<private> sum21: vec4f;
var<private> sum22: vec4f;
var<private> sum23: vec4f;
var<private> sum24: vec4f;
var<private> sum25: vec4f;
var<private> sum26: vec4f;
var<private> sum27: vec4f;
var<private> sum28: vec4f;
var<private> sum29: vec4f;
var<private> sum30: vec4f;
var<private> sum31: vec4f;

// Adds one pair of factors; a constant, so that nothing is decided inside the loop.
fn addPair(pair: u32, product: Product, row4: u32, column4: u32) {
  var a4 = product.left + row4;
  var b4 = product.right + column4;
  for (var depth = 0u; depth < product.depth; depth += 2) {
    let low = left(pair, a4);
    let high = left(pair, a4 + product.rows4);
    let b0 = right(pair, b4);
    let b1 = right(pair, b4 + product.columns4);
    let a00 = subgroupBroadcast(low, 0);
    let a01 = subgroupBroadcast(high, 0);
    sum0 += a00.x * b0 + a01.x * b1;
    sum1 += a00.y * b0 + a01.y * b1;
    sum2 += a00.z * b0 + a01.z * b1;
    sum3 += a00.w * b0 + a01.w * b1;
    let a10 = subgroupBroadcast(low, 1);
    let a11 = subgroupBroadcast(high, 1);
    sum4 += a10.x * b0 + a11.x * b1;
    sum5 += a10.y * b0 + a11.y * b1;
    sum6 += a10.z * b0 + a11.z * b1;
    sum7 += a10.w * b0 + a11.w * b1;
    let a20 = subgroupBroadcast(low, 2);
    let a21 = subgroupBroadcast(high, 2);
    sum8 += a20.x * b0 + a21.x * b1;
    sum9 += a20.y * b0 + a21.y * b1;
    sum10 += a20.z * b0 + a21.z * b1;
    sum11 += a20.w * b0 + a21.w * b1;
    let a30 = subgroupBroadcast(low, 3);
    let a31 = subgroupBroadcast(high, 3);
    sum12 += a30.x * b0 + a31.x * b1;
    sum13 += a30.y * b0 + a31.y * b1;
    sum14 += a30.z * b0 + a31.z * b1;
    sum15 += a30.w * b0 + a31.w * b1;
    let a40 = subgroupBroadcast(low, 4);
    let a41 = subgroupBroadcast(high, 4);
    sum16 += a40.x * b0 + a41.x * b1;
    sum17 += a40.y * b0 + a41.y * b1;
    sum18 += a40.z * b0 + a41.z * b1;
    sum19 += a40.w * b0 + a41.w * b1;
    let a50 = subgroupBroadcast(low, 5);
    let a51 = subgroupBroadcast(high, 5);
    sum20 += a50.x * b0 + a51.x * b1;
    sum21 += a50.y * b0 + a51.y * b1;
    sum22 += a50.z * b0 + a51.z * b1;
    sum23 += a50.w * b0 + a51.w * b1;
    let a60 = subgroupBroadcast(low, 6);
    let a61 = subgroupBroadcast(high, 6);
    sum24 += a60.x * b0 + a61.x * b1;
    sum25 += a60.y * b0 + a61.y * b1;
    sum26 += a60.z * b0 + a61.z * b1;
    sum27 += a60.w * b0 + a61.w * b1;
    let a70 = subgroupBroadcast(low, 7);
    let a71 = subgroupBroadcast(high, 7);
    sum28 += a70.x * b0 + a71.x * b1;
    sum29 += a70.y * b0 + a71.y * b1;
    sum30 += a70.z * b0 + a71.z * b1;
    sum31 += a70.w * b0 + a71.w * b1;
    a4 += 2 * product.rows4;
    b4 += 2 * product.columns4;
  }
}

@compute @workgroup_size(8)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) lane: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  // Zero, which the compiler cannot know: it would unroll short loops and take up to three times as long.
  let runtimeZero = workgroup.z >> 31;
  let product = productOf(workgroup.z, workgroups.z);
  let tile = tileOf(product, workgroup);
  let column4 = min(tile.x * 8 + lane, product.columns4 - 1);
  let row4 = min(tile.y * 8 + lane, product.rows4 - 1);
  addPair(0, product, row4, column4);
  if (PAIRS == 2) {
    addPair(1, product, row4, column4);
  }
  var sums = array<vec4f, 32>(
    sum0, sum1, sum2, sum3, sum4, sum5, sum6, sum7,
    sum8, sum9, sum10, sum11, sum12, sum13, sum14, sum15,
    sum16, sum17, sum18, sum19, sum20, sum21, sum22, sum23,
    sum24, sum25, sum26, sum27, sum28, sum29, sum30, sum31,
  );
  for (var i = 0u; i < 8 + runtimeZero; i++) {
    let block = mat4x4f(sums[i * 4], sums[i * 4 + 1], sums[i * 4 + 2], sums[i * 4 + 3]);
    storeBlock(product, tile.y * 8 + i, tile.x * 8 + lane, block);
  }
}
