// The rectifier that may follow an operation.
override RECTIFY: bool;

// NaN stays NaN: a diverging run must show.
fn rectified(x: vec4f) -> vec4f {
  if (RECTIFY) {
    return select(x, vec4f(0), x < vec4f(0));
  }
  return x;
}
