// standardizeGradientSums: gradMean = -sum(gradOutput) / s; gradVariance = -sum(gradOutput * output) / (2 s^2), s^2 = variance + EPS
// One workgroup; each invocation takes every 256th vec4. Padding holds zeros and adds nothing.
//   gradOutput, output      read   [SIZE] vec4f
//   variance                read   [1] vec4f, of which the first lane counts
//   gradMean, gradVariance  write  [1] vec4f
#include "lib/workgroupSum.wgsl"

@group(0) @binding(0) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(1) var<storage, read> output: array<vec4f>;
@group(0) @binding(2) var<storage, read> variance: array<vec4f>;
@group(0) @binding(3) var<storage, read_write> gradMean: array<vec4f>;
@group(0) @binding(4) var<storage, read_write> gradVariance: array<vec4f>;

override SIZE: u32;
override EPS: f32;

@compute @workgroup_size(256)
fn main(@builtin(local_invocation_index) local: u32) {
  var sum = 0.0;
  var products = 0.0;
  for (var i = local; i < SIZE; i += 256) {
    sum += dot(gradOutput[i], vec4f(1));
    products += dot(gradOutput[i], output[i]);
  }
  let total = workgroupSum(sum, local);
  let totalProducts = workgroupSum(products, local);
  if (local == 0) {
    let square = variance[0].x + EPS;
    gradMean[0] = vec4f(-total / sqrt(square), 0, 0, 0);
    gradVariance[0] = vec4f(-totalProducts / (2 * square), 0, 0, 0);
  }
}
