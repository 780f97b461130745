// Operands of conv2dThin: rows (n, y, x), one segment of depth (ky, kx, i).
#include "lib/convThin.wgsl"

fn leftOrigin(row: u32, segment: u32) -> i32 {
  return i32(row);
}

fn left(origin: i32, depth4: u32) -> vec4f {
  let row = u32(origin);
  let n = row / (OUT_H * OUT_W);
  let corner = vec2i(vec2u(row / OUT_W % OUT_H, row % OUT_W) * STRIDE) - i32(PADDING);
  let entry = depth4 * 4;
  return vec4f(
    entryValue(n, corner, entryOffset(entry)),
    entryValue(n, corner, entryOffset(entry + 1)),
    entryValue(n, corner, entryOffset(entry + 2)),
    entryValue(n, corner, entryOffset(entry + 3)),
  );
}

fn right(segment: u32, depth: u32, column4: u32) -> vec4f {
  // Behind the last entry the other operand is zero.
  let tap = min(depth / IN_CHANNELS, KERNEL_SIZE * KERNEL_SIZE - 1);
  return weight[(tap * ((IN_CHANNELS + 3) / 4 * 4) + depth % IN_CHANNELS) * COLUMNS4 + column4];
}
