// linearGradWeight: gradWeight[i, o] = sum over n of input[n, i] * gradOutput[n, o]
// A product of rows i with columns o, summed over n; its sizes come from the lengths of the bindings.
//   input       read   [N, I4/4] vec4f
//   gradOutput  read   [N, O4/4] vec4f
//   gradWeight  write  [I4, O4/4] vec4f
#include "lib/transposedProduct.wgsl"

@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradOutput: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradWeight: array<vec4f>;

const PAIRS = 1u;
const IS_SYMMETRIC = false;

fn productOf(part: u32, parts: u32) -> Product {
  let ratio = f32(arrayLength(&gradOutput)) / f32(arrayLength(&input));
  let columns4 = u32(round(sqrt(f32(arrayLength(&gradWeight) / 4) * ratio)));
  let samples = arrayLength(&gradOutput) / columns4;
  return Product(arrayLength(&input) / samples, columns4, (samples + 3) / 4 * 4, 0, 0, 0);
}

// Zero past the last sample: the depth is rounded up.
fn left(pair: u32, index: u32) -> vec4f {
  let inside = index < arrayLength(&input);
  return select(vec4f(), input[select(0, index, inside)], inside);
}

fn right(pair: u32, index: u32) -> vec4f {
  let inside = index < arrayLength(&gradOutput);
  return select(vec4f(), gradOutput[select(0, index, inside)], inside);
}

fn store(product: Product, row: u32, column4: u32, value: vec4f) {
  gradWeight[row * product.columns4 + column4] = value;
}
