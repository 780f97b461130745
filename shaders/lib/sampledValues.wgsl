// The values of sampled patches, four features at a time. What belongs to features and what to a patch is worked out apart,
// so that a loop over patches adds the two and does little else.
//   input  binding 0, read  [N, H, W, IN_STRIDE4 * 4] f32
#include "lib/sampling.wgsl"

@group(0) @binding(0) var<storage, read> input: array<f32>;

// Places of four features relative to the corner of a patch: row, column, and index counted in f32.
struct Features {
  y: vec4i,
  x: vec4i,
  offset: vec4i,
}

// The corner of a patch; for 1x1 kernels a position of the list.
struct Patch {
  y: i32,
  x: i32,
  offset: i32,
}

// Features of block `run`, each of its own group.
fn featuresOf(group: vec4u, run: u32, feature: vec4u) -> Features {
  let first = group * FEATURES + feature * FEATURE_STEP;
  if (KERNEL_SIZE == 1) {
    return Features(vec4i(), vec4i(), vec4i(first + IN_FROM4 * 4));
  }
  let patchFeature = first + run * BLOCK_STEP;
  let tap = patchFeature % (KERNEL_SIZE * KERNEL_SIZE);
  let channel = patchFeature / (KERNEL_SIZE * KERNEL_SIZE);
  let y = vec4i(tap / KERNEL_SIZE * DILATION) - i32(PADDING);
  let x = vec4i(tap % KERNEL_SIZE * DILATION) - i32(PADDING);
  return Features(y, x, (y * i32(W) + x) * i32(IN_STRIDE4 * 4) + vec4i(channel + IN_FROM4 * 4));
}

fn patchOf(run: u32, sample: u32) -> Patch {
  if (KERNEL_SIZE == 1) {
    let position = run * RUN_LENGTH + sample * SAMPLING_STRIDE * SAMPLING_STRIDE;
    return Patch(0, 0, i32(position % PIXELS * IN_STRIDE4 * 4 + position / PIXELS * BLOCK_STEP));
  }
  let y = sample / OUT_W % OUT_H * SAMPLING_STRIDE;
  let x = sample % OUT_W * SAMPLING_STRIDE;
  let n = sample / (OUT_W * OUT_H);
  return Patch(i32(y), i32(x), i32(((n * H + y) * W + x) * IN_STRIDE4 * 4));
}

// Zero where a feature lies beyond the border; negative places wrap to large ones.
fn sampled(features: Features, corner: Patch) -> vec4f {
  let at = features.offset + corner.offset;
  if (KERNEL_SIZE == 1) {
    return vec4f(input[at.x], input[at.y], input[at.z], input[at.w]);
  }
  let isRow = vec4u(features.y + corner.y) < vec4u(H);
  let inside = isRow & (vec4u(features.x + corner.x) < vec4u(W));
  let held = select(vec4i(), at, inside);
  return select(vec4f(), vec4f(input[held.x], input[held.y], input[held.z], input[held.w]), inside);
}
