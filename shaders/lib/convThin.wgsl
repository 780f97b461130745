// Entries (ky, kx, i) of a patch in a row, without padding: entry = (ky * K + kx) * IN_CHANNELS + i.
#include "lib/convGeometry.wgsl"

override IN_CHANNELS: u32;

const noEntry = vec3i(-0x10000);

// Pixel (y, x) from the patch's corner, and channel; far outside of every image behind the last entry.
fn entryOffset(entry: u32) -> vec3i {
  let tap = entry / IN_CHANNELS;
  let offset = vec3i(vec3u(vec2u(tap / KERNEL_SIZE, tap % KERNEL_SIZE) * DILATION, entry % IN_CHANNELS));
  return select(noEntry, offset, tap < KERNEL_SIZE * KERNEL_SIZE);
}

// The input's value at an entry of the patch whose corner is pixel (y, x) of image n; zero in the padding.
fn entryValue(n: u32, corner: vec2i, offset: vec3i) -> f32 {
  let p = corner + offset.xy;
  let inside = all(p >= vec2i(0)) && all(p < vec2i(i32(H), i32(W)));
  let index = ((i32(n * H) + p.x) * i32(W) + p.y) * i32((IN_CHANNELS + 3) / 4 * 4) + offset.z;
  return select(0, input[select(0, index, inside)], inside);
}
