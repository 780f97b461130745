// 1 / (1 + exp(-x)) without overflow for either sign.
fn sigmoid(x: vec4f) -> vec4f {
  let e = exp(-abs(x));
  return select(vec4f(1), e, x < vec4f(0)) / (1 + e);
}
