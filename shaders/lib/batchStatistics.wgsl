// Merges the partial means and sums of squares of batchNormPartial: the parallel form of Welford's recurrence.
#include "lib/rowSums.wgsl"

@group(0) @binding(0) var<storage, read> partials: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> statistics: array<vec4f>;

override ROWS: u32;

// The other sizes come from the bindings, so that layers share a pipeline.
fn vectorCount() -> u32 {
  return arrayLength(&statistics) / 2;
}

fn partialCount() -> u32 {
  return arrayLength(&partials) / arrayLength(&statistics);
}

struct Statistics {
  mean: vec4f,
  // Biased: divided by ROWS.
  variance: vec4f,
}

fn rowsOfPartial(p: u32) -> f32 {
  return f32((ROWS - p + partialCount() - 1) / partialCount());
}

// To be called by all 64 invocations of the workgroup that has this vec4 of channels.
fn batchStatistics(channels: u32, local: u32) -> Statistics {
  let vectors = vectorCount();
  let partialSums = partialCount();
  let origin = partials[channels];
  var weighted = vec4f(0);
  for (var p = local; p < partialSums; p += 64) {
    weighted += rowsOfPartial(p) * (partials[p * vectors + channels] - origin);
  }
  let mean = origin + workgroupSum(weighted, local) / f32(ROWS);
  var squares = vec4f(0);
  for (var p = local; p < partialSums; p += 64) {
    let offset = partials[p * vectors + channels] - mean;
    squares += partials[(partialSums + p) * vectors + channels] + rowsOfPartial(p) * offset * offset;
  }
  return Statistics(mean, max(workgroupSum(squares, local) / f32(ROWS), vec4f(0)));
}
