#include "lib/nan.wgsl"

// 1 / (1 + exp(-x)) without overflow for either sign; NaN, which some adapters' exp swallows, stays NaN.
fn sigmoid(x: vec4f) -> vec4f {
  let e = exp(-abs(x));
  return select(select(vec4f(1), e, x < vec4f(0)) / (1 + e), x, isNan(x));
}
