// l2Loss: loss = mean over samples of |logits - one-hot label|^2 / 2,  gradLogits = (logits - one-hot label) / count
// One workgroup; mean over the samples that count.
//   logits      read   [SAMPLES, CLASSES rounded up to 4] as vec4f
//   labels      read   [SAMPLES] u32
//   gradLogits  write  like logits
//   loss, correct, ring: see lib/lossMetrics.wgsl
#include "lib/lossMetrics.wgsl"

@group(0) @binding(5) var<storage, read> logits: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> gradLogits: array<vec4f>;

@compute @workgroup_size(128)
fn main(@builtin(local_invocation_index) local: u32) {
  let vectors = (CLASSES + 3) / 4;
  let count = countSamples(local);
  var totals = vec2f(0);
  for (var n = local; n < SAMPLES; n += 128) {
    let label = labels[n];
    let counts = label < CLASSES;
    var best = logits[n * vectors].x;
    var answer = 0u;
    var squares = 0.0;
    for (var v = 0u; v < vectors; v++) {
      let x = logits[n * vectors + v];
      // Logits and targets are both zero in the padding.
      let difference = x - oneHot(label, v);
      squares += dot(difference, difference);
      gradLogits[n * vectors + v] = select(vec4f(0), difference / count, counts);
      for (var lane = 0u; lane < min(4, CLASSES - 4 * v); lane++) {
        if (x[lane] > best) {
          best = x[lane];
          answer = 4 * v + lane;
        }
      }
    }
    if (counts) {
      totals += vec2f(squares / 2, f32(answer == label));
    }
  }
  record(totals, count, local);
}
