// Workgroups of 64 invocations laid out by `linearWorkgroups`: the running number of an invocation.
fn linearIndex(workgroup: vec3u, local: u32, workgroups: vec3u) -> u32 {
  return (workgroup.y * workgroups.x + workgroup.x) * 64 + local;
}
