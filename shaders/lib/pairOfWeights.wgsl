// Two vec4s of the weight at a tap, columns `column4` and the next, which all invocations of a workgroup want alike;
// `local` is the invocation's number. The including kernel gives COLUMNS4 and `weight`, [taps, 4, COLUMNS4 * 4] f32.

fn oneOfWeights(tap: u32, column4: u32, lane: u32) -> f32 {
  return weight[tap * 16 * COLUMNS4 + min(column4 * 4 + lane, COLUMNS4 * 4 - 1)];
}

fn fourWeights(tap: u32, column4: u32) -> vec4f {
  return vec4f(
    oneOfWeights(tap, column4, 0),
    oneOfWeights(tap, column4, 1),
    oneOfWeights(tap, column4, 2),
    oneOfWeights(tap, column4, 3),
  );
}

fn pairOfWeights(tap: u32, column4: u32, local: u32) -> array<vec4f, 2> {
  return array<vec4f, 2>(fourWeights(tap, column4), fourWeights(tap, column4 + 1));
}
