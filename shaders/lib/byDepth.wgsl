// The four vec4s that `right` of lib/gemmRows.wgsl gives at depths 4 d to 4 d + 3. If RIGHT_BY_COLUMN, B is stored by column:
// at depth 4 d + j they are the depths 4 d to 4 d + 3 of the vec4's column j.

// Four depths of four columns as `right` gave them -> one column of the matrix for each depth.
fn byDepth(b: mat4x4f) -> mat4x4f {
  if (RIGHT_BY_COLUMN) {
    return transpose(b);
  }
  return b;
}
