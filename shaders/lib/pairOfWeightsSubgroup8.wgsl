// pairOfWeights (see lib/pairOfWeights.wgsl) for subgroups of 8 invocations: each loads one of the eight values.
enable subgroups;

fn pairOfWeights(tap: u32, column4: u32, local: u32) -> array<vec4f, 2> {
  let own = weight[tap * 16 * COLUMNS4 + min(column4 * 4 + local % 8, COLUMNS4 * 4 - 1)];
  return array<vec4f, 2>(
    vec4f(subgroupBroadcast(own, 0), subgroupBroadcast(own, 1), subgroupBroadcast(own, 2), subgroupBroadcast(own, 3)),
    vec4f(subgroupBroadcast(own, 4), subgroupBroadcast(own, 5), subgroupBroadcast(own, 6), subgroupBroadcast(own, 7)),
  );
}
