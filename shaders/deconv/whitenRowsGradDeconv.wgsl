// whitenRowsGradDeconv: gradDeconv[b, a] = sum over blocks j and outputs o of columns[j, o, b] gradColumns[j, o, a]
//   columns      read   [BLOCKS * O4, D4/4] vec4f, of the weight
//   gradColumns  read   the same, of the gradient of the whitened weight
//   gradDeconv   write  [D4, D4/4] vec4f
#include "lib/transposedProduct.wgsl"

@group(0) @binding(0) var<storage, read> columns: array<vec4f>;
@group(0) @binding(1) var<storage, read> gradColumns: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> gradDeconv: array<vec4f>;

const PAIRS = 1u;
const IS_SYMMETRIC = false;

fn productOf(part: u32, parts: u32) -> Product {
  let vectors = u32(round(sqrt(f32(arrayLength(&gradDeconv) * 4)))) / 4;
  return Product(vectors, vectors, arrayLength(&columns) / vectors, 0, 0, 0);
}

fn left(pair: u32, index: u32) -> vec4f {
  return columns[index];
}

fn right(pair: u32, index: u32) -> vec4f {
  return gradColumns[index];
}

fn store(product: Product, row: u32, column4: u32, value: vec4f) {
  gradDeconv[row * product.columns4 + column4] = value;
}
