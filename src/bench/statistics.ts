import { median, quantile } from '../util/math.ts';

/** What repeated measurements of one thing amount to. */
export interface Summary {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** Distance of the quartiles over the median: how far to trust the median. 0 for a single sample. */
  readonly spread: number;
  readonly samples: number;
}

export function summarize(values: readonly number[]): Summary {
  const middle = median(values);
  return {
    median: middle,
    lowest: Math.min(...values),
    highest: Math.max(...values),
    spread: (quantile(values, 0.75) - quantile(values, 0.25)) / middle,
    samples: values.length,
  };
}
