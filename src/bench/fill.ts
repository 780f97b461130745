// Values that every engine under comparison can make for itself, so that all train the same network on the same
// images and their losses can be compared digit by digit.

/** Mulberry32 at a counter: uniform in [0, 1), the `index`-th of the stream `seed`. */
function counterHash(seed: number, index: number): number {
  let bits = (seed + Math.imul(index + 1, 0x6d2b79f5)) | 0;
  bits = Math.imul(bits ^ (bits >>> 15), bits | 1);
  bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
  return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
}

/** `count` values, uniform in [-bound, bound). */
export function uniformFill(seed: number, count: number, bound: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = (counterHash(seed, i) * 2 - 1) * bound;
  return values;
}

/** `count` class numbers below `classes`. */
export function labelFill(seed: number, count: number, classes = 10): Uint32Array<ArrayBuffer> {
  const labels = new Uint32Array(count);
  for (let i = 0; i < count; i++) labels[i] = Math.floor(counterHash(seed, i) * classes);
  return labels;
}

/** The transpose of a matrix [rows, columns]. */
export function transpose(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      result[column * rows + row] = values[row * columns + column]!;
  return result;
}
