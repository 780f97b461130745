// Sum over the 256 invocations of a workgroup, always added in the same order. Call in uniform control flow.
var<workgroup> addends: array<f32, 256>;

fn workgroupSum(value: f32, local: u32) -> f32 {
  workgroupBarrier();
  addends[local] = value;
  for (var width = 128u; width > 0; width /= 2) {
    workgroupBarrier();
    if (local < width) {
      addends[local] += addends[local + width];
    }
  }
  workgroupBarrier();
  return addends[0];
}
