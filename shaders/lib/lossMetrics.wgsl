// What all losses share: labels in; loss, count of right answers and a slot of the metrics ring out.
// One workgroup of 128 invocations takes the whole batch, sample n in invocation n % 128.
#include "lib/step.wgsl"

@group(0) @binding(0) var<uniform> step: Step;
// 0xffffffff marks a sample that does not count: it fills up the last batch of an evaluation.
@group(0) @binding(1) var<storage, read> labels: array<u32>;
@group(0) @binding(2) var<storage, read_write> loss: array<f32>;
@group(0) @binding(3) var<storage, read_write> correct: array<f32>;
// [slots] vec4f: loss, right answers, samples that count, 0.
@group(0) @binding(4) var<storage, read_write> ring: array<vec4f>;

override SAMPLES: u32;
override CLASSES: u32;

// No wider than needed: with vec4f SwiftShader takes twice as long to compile the kernel.
var<workgroup> sums: array<vec2f, 128>;

// Sum over the workgroup, in the same order each time.
fn workgroupSum(value: vec2f, local: u32) -> vec2f {
  workgroupBarrier();
  sums[local] = value;
  workgroupBarrier();
  var sum = vec2f(0);
  // The second bound is idle; it keeps compilers from unrolling the loop, which takes some of them seconds.
  for (var i = 0u; i < min(min(SAMPLES, 128), arrayLength(&logits)); i++) {
    sum += sums[i];
  }
  return sum;
}

// Samples that count.
fn countSamples(local: u32) -> f32 {
  var count = 0.0;
  for (var n = local; n < SAMPLES; n += 128) {
    count += f32(labels[n] < CLASSES);
  }
  return workgroupSum(vec2f(count), local).x;
}

// `totals`: this invocation's sum of losses and its right answers.
fn record(totals: vec2f, count: f32, local: u32) {
  let sum = workgroupSum(totals, local);
  if (local == 0) {
    let mean = sum.x / max(count, 1);
    loss[0] = mean;
    correct[0] = sum.y;
    // From the binding, so that one pipeline serves training and evaluation.
    ring[step.ringSlot % arrayLength(&ring)] = vec4f(mean, sum.y, count, 0);
  }
}

// The part of the one-hot target that falls into a vec4 of classes.
fn oneHot(label: u32, vector: u32) -> vec4f {
  return vec4f(vec4u(4 * vector, 4 * vector + 1, 4 * vector + 2, 4 * vector + 3) == vec4u(label));
}

fn isClass(vector: u32) -> vec4<bool> {
  return vec4u(4 * vector, 4 * vector + 1, 4 * vector + 2, 4 * vector + 3) < vec4u(CLASSES);
}
