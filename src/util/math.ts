export function ceilDiv(value: number, divisor: number): number {
  return Math.ceil(value / divisor);
}

/** The least multiple of `multiple` that is not below `value`. */
export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

export function product(values: readonly number[]): number {
  return values.reduce((result, value) => result * value, 1);
}

/** Greatest common divisor of two positive integers. */
export function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b);
}
