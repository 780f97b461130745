import { assert } from './assert.ts';

export interface Eigen {
  /** Ascending, [n]. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Unit eigenvectors as rows, in the order of the values: [n, n]; null when they were not wanted. */
  readonly vectors: Float64Array<ArrayBuffer> | null;
}

/**
 * Eigenvalues, and on demand eigenvectors, of a symmetric matrix: Householder tridiagonalisation, then implicit QL
 * (Golub and Van Loan, Matrix Computations, 8.3). A generator, because a few hundred rows take a second: it yields
 * about once per row, so that {@link inSlices} can let others work in between. No library does.
 *
 * @param matrix [n, n], row-major; only the lower triangle is read. Where a value is not finite, all results are NaN
 */
export function* symmetricEigen(
  matrix: ArrayLike<number>,
  { wantsVectors = false } = {},
): Generator<undefined, Eigen> {
  const n = Math.round(Math.sqrt(matrix.length));
  assert(n * n === matrix.length, `symmetricEigen: ${matrix.length} values make no square`);
  const a = Float64Array.from(matrix);
  if (!a.every(Number.isFinite))
    return { values: new Float64Array(n).fill(NaN), vectors: wantsVectors ? a.fill(NaN) : null };
  const diagonal = new Float64Array(n);
  const offDiagonal = new Float64Array(n);
  // Rows of the product of all reflections, transposed: rows turn into eigenvectors.
  const vectors = wantsVectors ? identity(n) : null;
  const reflections: { readonly unit: Float64Array; readonly size: number }[] = [];
  for (let k = n - 1; k > 0; k--) {
    const unit = reflectRow(a, n, k);
    diagonal[k] = a[k * n + k]!;
    offDiagonal[k] = a[k * n + k - 1]!;
    if (unit && vectors) reflections.push({ unit, size: k });
    yield;
  }
  if (n > 0) diagonal[0] = a[0]!;
  if (vectors)
    for (const { unit, size } of reflections.reverse()) {
      applyReflection(vectors, n, { unit, size });
      yield;
    }
  yield* implicitQL(diagonal, offDiagonal, vectors);
  return sorted(diagonal, vectors);
}

function identity(n: number): Float64Array<ArrayBuffer> {
  const values = new Float64Array(n * n);
  for (let i = 0; i < n; i++) values[i * n + i] = 1;
  return values;
}

/**
 * Brings row k of the leading (k + 1) x (k + 1) block to tridiagonal form by one reflection I - 2 u u^T from both
 * sides, working on the lower triangle.
 *
 * @returns u [k], or null where the row was in form already
 */
function reflectRow(a: Float64Array, n: number, k: number): Float64Array | null {
  const row = k * n;
  let rest = 0;
  for (let j = 0; j < k - 1; j++) rest += a[row + j]! ** 2;
  if (rest === 0) return null;
  const last = a[row + k - 1]!;
  const target = -Math.sign(last || 1) * Math.sqrt(rest + last * last);
  const u = a.slice(row, row + k);
  u[k - 1]! -= target;
  const scale = 1 / Math.sqrt(rest + u[k - 1]! ** 2);
  for (let j = 0; j < k; j++) u[j]! *= scale;
  // p = A u from the lower triangle alone, row by row.
  const p = new Float64Array(k);
  for (let i = 0; i < k; i++) {
    const start = i * n;
    const ui = u[i]!;
    let sum = 0;
    for (let j = 0; j < i; j++) {
      const value = a[start + j]!;
      sum += value * u[j]!;
      p[j]! += value * ui;
    }
    p[i]! += sum + a[start + i]! * ui;
  }
  let inner = 0;
  for (let j = 0; j < k; j++) inner += u[j]! * p[j]!;
  // A - 2 u q^T - 2 q u^T with q = p - (u.p) u.
  for (let j = 0; j < k; j++) p[j]! -= inner * u[j]!;
  for (let i = 0; i < k; i++) {
    const start = i * n;
    const [ui, pi] = [2 * u[i]!, 2 * p[i]!];
    for (let j = 0; j <= i; j++) a[start + j]! -= ui * p[j]! + pi * u[j]!;
  }
  a.fill(0, row, row + k - 1);
  a[row + k - 1] = target;
  return u;
}

/** vectors <- vectors (I - 2 u u^T): each row is reflected. */
function applyReflection(
  vectors: Float64Array,
  n: number,
  { unit, size }: { unit: Float64Array; size: number },
): void {
  for (let row = 0; row < n; row++) {
    const start = row * n;
    let inner = 0;
    for (let j = 0; j < size; j++) inner += vectors[start + j]! * unit[j]!;
    if (inner === 0) continue;
    inner *= 2;
    for (let j = 0; j < size; j++) vectors[start + j]! -= inner * unit[j]!;
  }
}

/** Diagonalises a tridiagonal matrix; `e[i]` stands between d[i - 1] and d[i]. Rotates the rows of `vectors` along. */
function* implicitQL(
  d: Float64Array,
  e: Float64Array,
  vectors: Float64Array | null,
): Generator<undefined, void> {
  const n = d.length;
  e.copyWithin(0, 1);
  if (n > 0) e[n - 1] = 0;
  for (let l = 0; l < n; l++) {
    for (let sweeps = 0; ; sweeps++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      assert(sweeps < 60, 'symmetricEigen: does not converge');
      qlSweep(d, e, vectors, { l, m });
      yield;
    }
  }
}

/** One QL sweep with Wilkinson's shift over rows l to m. */
function qlSweep(
  d: Float64Array,
  e: Float64Array,
  vectors: Float64Array | null,
  { l, m }: { l: number; m: number },
): void {
  const n = d.length;
  const half = (d[l + 1]! - d[l]!) / (2 * e[l]!);
  const shift = d[l]! - e[l]! / (half + Math.sign(half || 1) * Math.hypot(half, 1));
  let g = d[m]! - shift;
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const f = s * e[i]!;
    const b = c * e[i]!;
    const r = Math.sqrt(f * f + g * g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1]! -= p;
      e[m] = 0;
      return;
    }
    s = f / r;
    c = g / r;
    g = d[i + 1]! - p;
    const t = (d[i]! - g) * s + 2 * c * b;
    p = s * t;
    d[i + 1] = g + p;
    g = c * t - b;
    if (vectors) rotateRows(vectors, n, { row: i, s, c });
  }
  d[l]! -= p;
  e[l] = g;
  e[m] = 0;
}

function rotateRows(
  vectors: Float64Array,
  n: number,
  { row, s, c }: { row: number; s: number; c: number },
): void {
  const [first, second] = [row * n, (row + 1) * n];
  for (let j = 0; j < n; j++) {
    const x = vectors[first + j]!;
    const y = vectors[second + j]!;
    vectors[second + j] = s * x + c * y;
    vectors[first + j] = c * x - s * y;
  }
}

function sorted(values: Float64Array<ArrayBuffer>, vectors: Float64Array | null): Eigen {
  const n = values.length;
  const order = Array.from(values, (_, i) => i).sort((i, j) => values[i]! - values[j]!);
  if (!vectors) return { values: values.sort(), vectors: null };
  const rows = new Float64Array(n * n);
  order.forEach((from, to) => rows.set(vectors.subarray(from * n, (from + 1) * n), to * n));
  return { values: values.sort(), vectors: rows };
}
