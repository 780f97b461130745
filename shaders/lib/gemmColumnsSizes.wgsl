// Sizes that every form of gemmColumns takes, and the matrix and part of the sum of this workgroup.
override ROWS4: u32;
override COLUMNS4: u32;
// Vec4s of columns and of rows that a workgroup covers.
override TILE_COLUMNS4: u32;
override TILE_ROWS4: u32;
override SEGMENTS: u32;
override SEGMENT_DEPTH: u32;
override SPLITS: u32;

var<private> batch: u32;
var<private> split: u32;
