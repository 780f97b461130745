// Outputs of a grouped weight and the groups they belong to.
override OUTPUTS: u32;
override GROUP_OUTPUTS: u32;

fn lanesOf(vector: u32) -> vec4u {
  return vec4u(vector * 4) + vec4u(0, 1, 2, 3);
}

// Group of each of four outputs; padding counts to the last.
fn groupsOf(vector: u32) -> vec4u {
  return min(lanesOf(vector), vec4u(OUTPUTS - 1)) / GROUP_OUTPUTS;
}
