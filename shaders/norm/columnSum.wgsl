// columnSum: output[c] = sum of input[r, c] over all rows r
// One workgroup per vec4 of columns: each invocation sums every 64th row, the first one sums their sums.
//   input   read   [ROWS, VECTORS] vec4f
//   output  write  [VECTORS] vec4f
@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

var<workgroup> sums: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let column = workgroup.x;
  // From the bindings, so that one pipeline serves every size.
  let vectors = arrayLength(&output);
  let rows = arrayLength(&input) / vectors;
  var sum = vec4f(0);
  for (var row = local; row < rows; row += 64) {
    sum += input[row * vectors + column];
  }
  sums[local] = sum;
  workgroupBarrier();
  if (local == 0) {
    for (var i = 1u; i < min(rows, 64); i++) {
      sum += sums[i];
    }
    output[column] = sum;
  }
}
