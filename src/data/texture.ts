import { Random } from '../util/random.ts';

export const textureBits = 6;
/** Side of a texture in pixels, and its period in both directions. */
export const textureSize = 1 << textureBits;
/** `x & textureMask` wraps a coordinate round. */
export const textureMask = textureSize - 1;

/** Lattice points per period and direction, octave by octave: from two in the whole texture to one in every pixel. */
const octaves = [2, 4, 8, 16, 32, 64];

/**
 * Random texture with a 1/f amplitude spectrum, as natural images have: [textureSize, textureSize], periodic, mean 0,
 * variance 1. In two dimensions 1/f means the same energy in every octave, so it is a plain sum of octaves of
 * smoothly interpolated lattice noise.
 */
export function createTexture(seed: number): Float64Array {
  const random = new Random(seed);
  const sum = new Float64Array(textureSize * textureSize);
  for (const count of octaves) {
    // Two lattices of each octave, shifted against each other, hide the grid.
    addOctave(sum, count, random);
    addOctave(sum, count, random);
  }
  const mean = sum.reduce((total, value) => total + value, 0) / sum.length;
  const variance = sum.reduce((total, value) => total + (value - mean) ** 2, 0) / sum.length;
  const scale = 1 / Math.sqrt(variance);
  return sum.map((value) => (value - mean) * scale);
}

function addOctave(sum: Float64Array, count: number, random: Random): void {
  const spacing = textureSize / count;
  const lattice = Float64Array.from({ length: count * count }, () => random.uniform(-1, 1));
  const [shiftX, shiftY] = [random.uniform(0, spacing), random.uniform(0, spacing)];
  const smooth = (t: number) => t * t * (3 - 2 * t);
  for (let y = 0; y < textureSize; y++) {
    const v = (y + shiftY) / spacing;
    const row = Math.floor(v);
    const weightY = smooth(v - row);
    const top = (row % count) * count;
    const bottom = ((row + 1) % count) * count;
    for (let x = 0; x < textureSize; x++) {
      const u = (x + shiftX) / spacing;
      const column = Math.floor(u);
      const weightX = smooth(u - column);
      const left = column % count;
      const right = (column + 1) % count;
      const upper = lattice[top + left]! * (1 - weightX) + lattice[top + right]! * weightX;
      const lower = lattice[bottom + left]! * (1 - weightX) + lattice[bottom + right]! * weightX;
      sum[y * textureSize + x]! += upper * (1 - weightY) + lower * weightY;
    }
  }
}
