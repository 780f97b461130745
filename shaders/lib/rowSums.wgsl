// Sum over the 64 invocations of a workgroup, always added in the same order: eight sums of eight, then the sum of
// those. Call in uniform control flow.
var<workgroup> addends: array<vec4f, 64>;

fn workgroupSum(value: vec4f, local: u32) -> vec4f {
  workgroupBarrier();
  addends[local] = value;
  workgroupBarrier();
  if (local < 8) {
    var part = addends[local];
    for (var i = local + 8; i < 64; i += 8) {
      part += addends[i];
    }
    addends[local] = part;
  }
  workgroupBarrier();
  var sum = addends[0];
  for (var i = 1u; i < 8; i++) {
    sum += addends[i];
  }
  return sum;
}
