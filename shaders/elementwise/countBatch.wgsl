// countBatch: batches = batches + 1
// One invocation.
//   batches  update  [1] vec4f, of which the first lane counts
@group(0) @binding(0) var<storage, read_write> batches: array<vec4f>;

@compute @workgroup_size(1)
fn main() {
  batches[0].x += 1;
}
