// A max pool behind batch normalisation, in windows of WINDOW by WINDOW pixels that cover the maps without a rest. To be
// included behind `input`; dispatched for lines of windows: workgroup.y of them to a map, workgroup.z maps (or parts).
override WINDOW: u32;

// First vec4 of the window at column `x` of line `line` of channels `c`. Lines run through all maps, `width` windows each.
fn windowStart(line: u32, x: u32, c: u32, width: u32) -> u32 {
  return (line * width * WINDOW + x) * WINDOW * vectorCount() + c;
}

// From there to pixel `k` of the window, in reading order.
fn windowStep(k: u32, width: u32) -> u32 {
  return (k / WINDOW * width * WINDOW + k % WINDOW) * vectorCount();
}

struct Winner {
  // The input at the window's maximum, the first of equal ones, and which pixel that is; by channel.
  x: vec4f,
  k: vec4u,
}

fn winnerOf(channels: Channels, start: u32, width: u32) -> Winner {
  var winner = Winner(input[start], vec4u(0));
  var best = normalizedOutput(channels, winner.x);
  for (var k = 1u; k < WINDOW * WINDOW; k++) {
    let x = input[start + windowStep(k, width)];
    let value = normalizedOutput(channels, x);
    let isBetter = (value > best) | isNan(value);
    best = select(best, value, isBetter);
    winner = Winner(select(winner.x, x, isBetter), select(winner.k, vec4u(k), isBetter));
  }
  return winner;
}
