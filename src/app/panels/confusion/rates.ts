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

/** Images of one class taken for another. */
export interface Taken {
  readonly row: number;
  readonly column: number;
  /** By lane; null for a stopped lane. */
  readonly images: readonly (number | null)[];
}

/** Every cell off the diagonal in which any lane has an image, those with the most images first. */
export function confusionsOf(lanes: readonly (Uint32Array | null)[], classes: number): Taken[] {
  const taken: (Taken & { readonly most: number })[] = [];
  for (let row = 0; row < classes; row++)
    for (let column = 0; column < classes; column++) {
      const images = lanes.map((counts) => counts && counts[row * classes + column]!);
      const most = Math.max(0, ...images.map((count) => count ?? 0));
      if (row !== column && most > 0) taken.push({ row, column, images, most });
    }
  return taken.sort((a, b) => b.most - a.most).map(({ row, column, images }) => ({ row, column, images }));
}
