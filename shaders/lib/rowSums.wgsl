// Sum over the 64 invocations of a workgroup, always added in the same order. Call in uniform control flow.
var<workgroup> addends: array<vec4f, 64>;

fn workgroupSum(value: vec4f, local: u32) -> vec4f {
  workgroupBarrier();
  addends[local] = value;
  workgroupBarrier();
  var sum = vec4f(0);
  for (var i = 0u; i < min(rowCount(), 64); i++) {
    sum += addends[i];
  }
  return sum;
}
