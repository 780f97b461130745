// The sizes of lib/gemmRows.wgsl for a linear layer. They come from the lengths of its bindings rather than constants, so
// that layers of all sizes share a pipeline; compiling one can take longer than a step. The including kernel gives
//   fn leftLength() -> u32      vec4s of the operand [ROWS, SEGMENT_DEPTH4]
//   fn weightLength() -> u32    vec4s of the weight
//   fn resultLength() -> u32    vec4s of the result [ROWS, COLUMNS4]
override TILE_COLUMNS4: u32;

const SEGMENTS = 1u;

var<private> ROWS: u32;
var<private> COLUMNS4: u32;
var<private> SEGMENT_DEPTH4: u32;
var<private> batch: u32;

fn columnCount4() -> u32 {
  // The weight has 4 * SEGMENT_DEPTH4 * COLUMNS4 vec4s, the others agree in ROWS.
  let ratio = f32(resultLength()) / f32(leftLength());
  return u32(round(sqrt(f32(weightLength() / 4) * ratio)));
}

fn segmentDepth4() -> u32 {
  return leftLength() / (resultLength() / columnCount4());
}

fn readSizes() {
  COLUMNS4 = columnCount4();
  ROWS = resultLength() / COLUMNS4;
  SEGMENT_DEPTH4 = segmentDepth4();
}
