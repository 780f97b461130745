// softmaxCrossEntropy: loss = mean of log(sum of exp(logits)) - target . logits,  gradLogits = (softmax - target) / count
//   target = (1 - SMOOTHING) one-hot label + SMOOTHING / CLASSES; mean over the samples that count
// One workgroup; each invocation reads its rows three times: maximum, sum, gradient.
//   logits      read   [SAMPLES, CLASSES rounded up to 4] as vec4f
//   labels      read   [SAMPLES] u32
//   gradLogits  write  like logits
//   loss, correct, ring: see lib/lossMetrics.wgsl
#include "lib/lossMetrics.wgsl"
#include "lib/nan.wgsl"

@group(0) @binding(5) var<storage, read> logits: array<vec4f>;
@group(0) @binding(6) var<storage, read_write> gradLogits: array<vec4f>;

override SMOOTHING: f32;

@compute @workgroup_size(128)
fn main(@builtin(local_invocation_index) local: u32) {
  let vectors = (CLASSES + 3) / 4;
  let count = countSamples(local);
  var totals = vec2f(0);
  for (var n = local; n < SAMPLES; n += 128) {
    let row = n * vectors;
    let label = labels[n];
    if (label >= CLASSES) {
      for (var v = 0u; v < vectors; v++) {
        gradLogits[row + v] = vec4f(0);
      }
      continue;
    }

    var best = logits[row].x;
    var answer = 0u;
    for (var v = 0u; v < vectors; v++) {
      let x = logits[row + v];
      for (var lane = 0u; lane < min(4, CLASSES - 4 * v); lane++) {
        if (x[lane] > best) {
          best = x[lane];
          answer = 4 * v + lane;
        }
      }
    }

    // Everything relative to the largest logit, so that exp cannot overflow.
    var exponentials = vec4f(0);
    var targets = vec4f(0);
    var all = vec4f(0);
    for (var v = 0u; v < vectors; v++) {
      let x = select(vec4f(0), logits[row + v] - best, isClass(v));
      exponentials += select(vec4f(0), exp(x), isClass(v));
      targets += oneHot(label, v) * x;
      all += x;
    }
    let sum = dot(exponentials, vec4f(1));
    let total = dot(all, vec4f(1));
    let sampleLoss = log(sum) - (1 - SMOOTHING) * dot(targets, vec4f(1)) - SMOOTHING / f32(CLASSES) * total;
    // Some adapters' exp swallows NaN, but a diverged run must show.
    totals += vec2f(select(sampleLoss, total, isNan(vec4f(total)).x), f32(answer == label));

    for (var v = 0u; v < vectors; v++) {
      let softmax = exp(logits[row + v] - best) / sum;
      let expected = (1 - SMOOTHING) * oneHot(label, v) + SMOOTHING / f32(CLASSES);
      gradLogits[row + v] = select(vec4f(0), (softmax - expected) / count, isClass(v));
    }
  }
  record(totals, count, local);
}
