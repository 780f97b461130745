import type { GoldenCase } from './cases.ts';

/** What a case computed, by the names of the tensors it is compared with. */
export type Produced = ReadonlyMap<string, ArrayLike<number>>;

export interface TensorVerdict {
  /** The tensor; `grad_norms[12]` where entries are judged one by one and this is the worst. */
  readonly tensor: string;
  /** Relative Euclidean error, or, where entries are judged one by one, the absolute error of that entry. */
  readonly error: number;
  readonly tolerance: number;
  readonly passed: boolean;
  /** Why there is no error to report. */
  readonly note?: string;
}

/** Compares everything that a case expects with what was produced. */
export function judge(golden: GoldenCase, produced: Produced): TensorVerdict[] {
  return golden.named('expected').map((name) => {
    const expected = golden.tensor(name).values;
    const actual = produced.get(name);
    const tolerance = golden.entry.tensors.get(name)!.tolerance;
    if (!actual || actual.length !== expected.length) {
      const note = actual ? `${actual.length} values, ${expected.length} expected` : 'not produced';
      return { tensor: name, error: Infinity, tolerance: tolerance ?? 0, passed: false, note };
    }
    return tolerance === null
      ? judgeEntries(name, actual, { expected, bounds: golden.tensor(`${name}_tol`).values })
      : judgeNorm(name, actual, { expected, tolerance });
  });
}

function judgeNorm(
  tensor: string,
  actual: ArrayLike<number>,
  { expected, tolerance }: { expected: Float32Array; tolerance: number },
): TensorVerdict {
  let difference = 0;
  let norm = 0;
  for (let i = 0; i < expected.length; i++) {
    difference += (actual[i]! - expected[i]!) ** 2;
    norm += expected[i]! ** 2;
  }
  const error = finite(difference === 0 ? 0 : Math.sqrt(difference / norm));
  return { tensor, error, tolerance, passed: error <= tolerance };
}

/** Reports the entry that is worst in units of its own tolerance. */
function judgeEntries(
  tensor: string,
  actual: ArrayLike<number>,
  { expected, bounds }: { expected: Float32Array; bounds: Float32Array },
): TensorVerdict {
  const verdicts = Array.from(expected, (value, i): TensorVerdict => {
    const error = finite(Math.abs(actual[i]! - value));
    const tolerance = bounds[i] ?? NaN;
    return { tensor: `${tensor}[${i}]`, error, tolerance, passed: error <= tolerance };
  });
  return worst(verdicts) ?? { tensor, error: Infinity, tolerance: 0, passed: false, note: 'no entries' };
}

/** The verdict with the largest error in units of its tolerance; failures before all others. */
export function worst(verdicts: readonly TensorVerdict[]): TensorVerdict | undefined {
  const rank = ({ passed, error, tolerance }: TensorVerdict) => (passed ? error / tolerance || 0 : Infinity);
  const severity = ({ error, tolerance }: TensorVerdict) => finite(error / tolerance);
  return [...verdicts].sort((a, b) => compare(rank(b), rank(a)) || compare(severity(b), severity(a)))[0];
}

/** Difference that is usable where both are infinite. */
const compare = (a: number, b: number) => (a === b ? 0 : a - b);

const finite = (value: number) => (Number.isNaN(value) ? Infinity : value);
