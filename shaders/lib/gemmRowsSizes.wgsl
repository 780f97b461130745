// The sizes of lib/gemmRows.wgsl as constants, and the matrix of this workgroup.
override ROWS: u32;
override COLUMNS4: u32;
override TILE_COLUMNS4: u32;
override SEGMENTS: u32;
override SEGMENT_DEPTH4: u32;
// See lib/byDepth.wgsl.
override RIGHT_BY_COLUMN: bool;

var<private> batch: u32;

// Nothing to read: see lib/linearSizes.wgsl, which has no constants.
fn readSizes() {}

fn segmentDepth4() -> u32 {
  return SEGMENT_DEPTH4;
}
