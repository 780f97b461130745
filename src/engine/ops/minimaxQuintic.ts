/** An odd polynomial a x + b x³ + c x⁵. */
export interface Quintic {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

interface Minimax extends Quintic {
  /** Largest |1 - p(x)| on the interval. */
  readonly error: number;
}

/**
 * The odd quintic that is nearest to 1 on [lower, upper], in the largest error (Remez exchange). That error is taken
 * with alternating signs at four points: both ends, and the polynomial's two extrema between them.
 *
 * @param lower above 0, below `upper`
 */
export function minimaxQuintic(lower: number, upper: number): Minimax {
  let [low, high] = [(3 * lower + upper) / 4, (lower + 3 * upper) / 4];
  for (;;) {
    const quintic = levelled([lower, low, high, upper]);
    const { a, b, c } = quintic;
    const root = Math.sqrt(9 * b * b - 20 * a * c);
    const [nextLow, nextHigh] = [
      Math.sqrt((-3 * b - root) / (10 * c)),
      Math.sqrt((-3 * b + root) / (10 * c)),
    ];
    const change = Math.max(Math.abs(nextLow - low), Math.abs(nextHigh - high));
    // Near an extremum the error is flat, so that this leaves it unsettled by the square only.
    if (!(change > 1e-7 * upper)) return quintic;
    [low, high] = [nextLow, nextHigh];
  }
}

/** The odd quintic with p(x) = 1 - e, 1 + e, 1 - e, 1 + e at four points, and that e. */
function levelled(points: readonly [number, number, number, number]): Minimax {
  // p(x) / x is quadratic in x², so its divided difference over the four squares vanishes.
  const [s0, s1, s2] = points.map((x) => x * x) as [number, number, number];
  const weights = points.map((x, i) =>
    points.reduce((weight, other, j) => (j === i ? weight : weight / (x * x - other * other)), 1 / x),
  );
  const signs = [1, -1, 1, -1];
  const error =
    weights.reduce((sum, weight) => sum + weight, 0) /
    weights.reduce((sum, weight, i) => sum + signs[i]! * weight, 0);
  const [v0, v1, v2] = points.map((x, i) => (1 - signs[i]! * error) / x) as [number, number, number];
  const first = (v1 - v0) / (s1 - s0);
  const c = ((v2 - v1) / (s2 - s1) - first) / (s2 - s0);
  const b = first - c * (s0 + s1);
  return { a: v0 - s0 * (b + c * s0), b, c, error };
}

/**
 * Quintics whose composition takes every x from `lower` to 1 to within `tolerance` of 1: each is the minimax quintic
 * on what the ones before it leave, which makes their composition the best of its kind (Amsel et al. 2025, Polar
 * Express, Theorem 3.1).
 */
export function quinticSchedule({
  lower,
  tolerance,
}: {
  lower: number;
  tolerance: number;
}): readonly Quintic[] {
  const schedule: Quintic[] = [];
  let interval: readonly [number, number] = [lower, 1];
  for (;;) {
    const { a, b, c, error } = minimaxQuintic(...interval);
    schedule.push({ a, b, c });
    if (error <= tolerance) return schedule;
    interval = [1 - error, 1 + error];
  }
}

/**
 * Schedule of the converged inverse square root, 5 quintics. x² is an eigenvalue over the matrix's Frobenius norm: those
 * from 1e-4 up are taken to 1. Rounding noise of 2⁻²⁴ in such an eigenvalue grows with the square of the product of all
 * `a`, 287: here to half a percent. A `lower` of 1e-3, 2000, would let it pass 1, and the iteration of a nearly singular
 * matrix, which covariances of rectified features are, would blow up.
 */
export const convergedSchedule = quinticSchedule({ lower: 1e-2, tolerance: 1e-5 });
