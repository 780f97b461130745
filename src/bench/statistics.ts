/** What repeated measurements of one thing amount to. */
export interface Summary {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
  /** Distance of the quartiles over the median: how far to trust the median. 0 for a single sample. */
  readonly spread: number;
  readonly samples: number;
}

/** The value below which a share of the samples lies, interpolated between neighbours; NaN without samples. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const position = share * (sorted.length - 1);
  const [below, above] = [sorted[Math.floor(position)]!, sorted[Math.ceil(position)]!];
  return below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
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
