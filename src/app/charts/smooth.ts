/**
 * Exponential moving average with `weight` on the past, 0 (none) to below 1, corrected for its start: the
 * first value is the first raw value, not a fraction of it. Values that are not finite leave the average
 * as it is and give NaN, so that a gap stays a gap.
 */
export function smooth(values: Float32Array, weight: number): Float32Array {
  const result = new Float32Array(values.length);
  let sum = 0;
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) {
      sum = weight * sum + (1 - weight) * value;
      total = weight * total + (1 - weight);
      result[i] = sum / total;
    } else result[i] = NaN;
  }
  return result;
}

/** Last finite value and its index; index -1 and NaN when there is none. */
export function lastFinite(values: Float32Array): { readonly index: number; readonly value: number } {
  for (let i = values.length - 1; i >= 0; i--)
    if (Number.isFinite(values[i]!)) return { index: i, value: values[i]! };
  return { index: -1, value: NaN };
}
