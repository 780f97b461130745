// columnSum: output[c] = sum of input[r, c] over all rows r
// One workgroup per vec4 of columns: each invocation sums every 64th row, the first one sums their sums.
//   input   read   [ROWS, VECTORS] vec4f
//   output  write  [VECTORS] vec4f
@group(0) @binding(0) var<storage, read> input: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> output: array<vec4f>;

override ROWS: u32;
override VECTORS: u32;

var<workgroup> sums: array<vec4f, 64>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) workgroup: vec3u, @builtin(local_invocation_index) local: u32) {
  let column = workgroup.x;
  var sum = vec4f(0);
  for (var row = local; row < ROWS; row += 64) {
    sum += input[row * VECTORS + column];
  }
  sums[local] = sum;
  workgroupBarrier();
  if (local == 0) {
    // The second bound is idle; it keeps compilers from unrolling the loop, which takes some of them seconds.
    for (var i = 1u; i < min(min(ROWS, 64), arrayLength(&input)); i++) {
      sum += sums[i];
    }
    output[column] = sum;
  }
}
