// Sizes that every form of gemmRows takes, and the matrix of this workgroup.
override ROWS: u32;
override COLUMNS4: u32;
override TILE_COLUMNS4: u32;
override SEGMENTS: u32;
override SEGMENT_DEPTH4: u32;

var<private> batch: u32;
