// gather: images[n, c, y, x] = (pixel / 255 - MEAN_c) / DEVIATION_c of image order[step.first + n], and its label;
//   in training shifted by up to CROP_PADDING pixels each way (zeros move in) and mirrored at random (FLIP)
// One invocation per pixel of the output. Samples from step.count on are zero with label 0xffffffff. A data set that is
// larger than a binding comes in parts, one run of this kernel for each; a run leaves the samples of other parts alone.
//   pixels  read   [IMAGE_COUNT, HEIGHT, WIDTH, CHANNELS] bytes in words: images FIRST_IMAGE and following
//   labels  read   [images] u32
//   order   read   [images] u32
//   images  write  [N, HEIGHT, WIDTH] vec4f, SIZE in all
//   targets write  [N] u32
#include "lib/index.wgsl"
#include "lib/random.wgsl"
#include "lib/step.wgsl"

@group(0) @binding(0) var<uniform> step: Step;
@group(0) @binding(1) var<storage, read> pixels: array<u32>;
@group(0) @binding(2) var<storage, read> labels: array<u32>;
@group(0) @binding(3) var<storage, read> order: array<u32>;
@group(0) @binding(4) var<storage, read_write> images: array<vec4f>;
@group(0) @binding(5) var<storage, read_write> targets: array<u32>;

override SIZE: u32;
override HEIGHT: u32;
override WIDTH: u32;
override CHANNELS: u32;
override FIRST_IMAGE: u32;
override IMAGE_COUNT: u32;
override CROP_PADDING: u32;
override FLIP: u32;
override MEAN_0: f32;
override MEAN_1: f32;
override MEAN_2: f32;
override MEAN_3: f32;
override DEVIATION_0: f32;
override DEVIATION_1: f32;
override DEVIATION_2: f32;
override DEVIATION_3: f32;

// Whole number, uniform in [0, count), the same for all pixels of sample n of a step.
fn randomBelow(count: u32, stream: u32, n: u32) -> u32 {
  return min(u32(uniform01(hash32(step.seed ^ hash32(3 * step.step + stream)), n) * f32(count)), count - 1);
}

// Channels of the pixel at row y, column x of an image of this part, 0 to 1; zero outside the image.
fn pixel(image: u32, y: i32, x: i32) -> vec4f {
  var value = vec4f(0);
  if (y < 0 || x < 0 || y >= i32(HEIGHT) || x >= i32(WIDTH)) {
    return value;
  }
  let first = ((image * HEIGHT + u32(y)) * WIDTH + u32(x)) * CHANNELS;
  for (var c = 0u; c < CHANNELS; c++) {
    let byte = first + c;
    value[c] = f32((pixels[byte / 4] >> (8 * (byte % 4))) & 0xff) / 255;
  }
  return value;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(local_invocation_index) local: u32,
  @builtin(num_workgroups) workgroups: vec3u,
) {
  let i = linearIndex(workgroup, local, workgroups);
  if (i >= SIZE) {
    return;
  }
  let n = i / (HEIGHT * WIDTH);
  let isFirst = i % (HEIGHT * WIDTH) == 0;
  if (n >= step.count) {
    images[i] = vec4f(0);
    if (isFirst) {
      targets[n] = 0xffffffff;
    }
    return;
  }
  let image = order[step.first + n];
  // Of another part; an image before this one wraps round to a large number.
  if (image - FIRST_IMAGE >= IMAGE_COUNT) {
    return;
  }
  if (isFirst) {
    targets[n] = labels[image];
  }
  let y = i32(i / WIDTH % HEIGHT + randomBelow(2 * CROP_PADDING + 1, 0, n)) - i32(CROP_PADDING);
  // The crop is mirrored, not the image: column x of the output is column WIDTH - 1 - x of the crop.
  let mirror = FLIP == 1 && randomBelow(2, 1, n) == 1;
  let column = select(i % WIDTH, WIDTH - 1 - i % WIDTH, mirror);
  let x = i32(column + randomBelow(2 * CROP_PADDING + 1, 2, n)) - i32(CROP_PADDING);
  let mean = vec4f(MEAN_0, MEAN_1, MEAN_2, MEAN_3);
  let deviation = vec4f(DEVIATION_0, DEVIATION_1, DEVIATION_2, DEVIATION_3);
  // Padding lanes: (0 - 0) / 1.
  images[i] = (pixel(image - FIRST_IMAGE, y, x) - mean) / deviation;
}
