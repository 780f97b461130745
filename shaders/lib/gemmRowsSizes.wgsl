// Sizes that every form of gemmRows takes, and the matrix of this workgroup.
override ROWS: u32;
override COLUMNS4: u32;
override TILE_COLUMNS4: u32;
override SEGMENTS: u32;
override SEGMENT_DEPTH4: u32;
// B is stored by column: at depth 4 d + j, `right` gives the depths 4 d to 4 d + 3 of the vec4's column j.
override RIGHT_BY_COLUMN: bool;

var<private> batch: u32;

// Four depths of four columns as `right` gave them -> one column of the matrix for each depth.
fn byDepth(b: mat4x4f) -> mat4x4f {
  if (RIGHT_BY_COLUMN) {
    return transpose(b);
  }
  return b;
}
