/** Hash of 32 bits; the same mixing function as `shaders/lib/random.wgsl`. */
export function hash32(value: number): number {
  let x = value >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

/** Seed of an independent stream, named by whole numbers (what it is for, which layer, which epoch…). */
export function deriveSeed(seed: number, ...names: number[]): number {
  return names.reduce((state, name) => hash32(state ^ Math.imul(name + 1, 0x9e3779b9)), hash32(seed));
}

/** A small, fast, seeded generator of uniform numbers (SplitMix32 over {@link hash32}). */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number, uniform in [0, 2^32). */
  next(): number {
    this.state = (this.state + 0x9e3779b9) >>> 0;
    return hash32(this.state);
  }

  /** Uniform in [low, high). */
  uniform(low = 0, high = 1): number {
    return low + (high - low) * (this.next() / 0x1_0000_0000);
  }

  /** Whole number, uniform in [0, count). */
  below(count: number): number {
    return Math.floor(this.uniform(0, count));
  }

  /** Standard normal (Box-Muller). */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** Shuffles in place (Fisher-Yates) and returns its argument. */
  shuffle<T extends Uint32Array | unknown[]>(values: T): T {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = values[i];
      values[i] = values[j];
      values[j] = kept;
    }
    return values;
  }
}
