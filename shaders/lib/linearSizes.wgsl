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

fn readSizes() {
  // The weight has 4 * SEGMENT_DEPTH4 * COLUMNS4 vec4s, the others agree in ROWS.
  let ratio = f32(resultLength()) / f32(leftLength());
  COLUMNS4 = u32(round(sqrt(f32(weightLength() / 4) * ratio)));
  ROWS = resultLength() / COLUMNS4;
  SEGMENT_DEPTH4 = leftLength() / ROWS;
}
