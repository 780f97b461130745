/**
 * Shares of each true class: every row of counts divided by its sum; NaN where a class has no images.
 *
 * @param counts [classes, classes], row = true class, column = answer
 */
export function rowShares(counts: Uint32Array, classes: number): Float32Array<ArrayBuffer> {
  const shares = new Float32Array(counts.length);
  for (let row = 0; row < classes; row++) {
    const sum = counts.subarray(row * classes, (row + 1) * classes).reduce((a, b) => a + b, 0);
    for (let column = 0; column < classes; column++)
      shares[row * classes + column] = counts[row * classes + column]! / sum;
  }
  return shares;
}

/** Element by element, `left - right`. */
export function differences(left: Float32Array, right: Float32Array): Float32Array<ArrayBuffer> {
  return Float32Array.from(left, (value, i) => value - right[i]!);
}

/** The off-diagonal cell with the most images: the confusion to speak of. */
export function worstConfusion(
  counts: Uint32Array,
  classes: number,
): { readonly row: number; readonly column: number; readonly count: number } | null {
  let worst = { row: 0, column: 0, count: 0 };
  for (let row = 0; row < classes; row++)
    for (let column = 0; column < classes; column++) {
      const count = counts[row * classes + column]!;
      if (row !== column && count > worst.count) worst = { row, column, count };
    }
  return worst.count > 0 ? worst : null;
}
