// Where the rows of `input` lie, which may be the first or, if LAST, the last channels of a wider activation.
override LAST: bool;

// vec4s from one row of the input to the next.
fn inputStride(rows: u32) -> u32 {
  return arrayLength(&input) / rows;
}

// The vec4 of the input's first row at c of `vectors`.
fn inputStart(c: u32, vectors: u32, stride: u32) -> u32 {
  return c + select(0, stride - vectors, LAST);
}
