import type { CovarianceLook } from '../../../train/probes/probe.ts';
import { correlationFactors } from '../../../train/probes/spectrum.ts';
import type { Cell } from '../../maps/HeatMap.tsx';

/** A covariance, or with factors of its rows and columns a correlation matrix. */
interface ShownMatrix {
  /** [features, features] */
  readonly values: Float32Array;
  readonly features: number;
  readonly factors: Float64Array | undefined;
}

export interface Prepared {
  readonly features: number;
  readonly look: CovarianceLook;
  readonly before: ShownMatrix;
  readonly after: ShownMatrix;
}

export function prepare(look: CovarianceLook, isCorrelation: boolean): Prepared {
  const { features } = look;
  const of = ({ values }: CovarianceLook['before']): ShownMatrix => ({
    values,
    features,
    factors: isCorrelation ? correlationFactors(values, features) : undefined,
  });
  return { features, look, before: of(look.before), after: of(look.after) };
}

/** Largest magnitude of a covariance: that of its diagonal, which no other entry exceeds (Cauchy-Schwarz). */
export function largest({ values, features }: ShownMatrix): number {
  let size = 0;
  for (let i = 0; i < features; i++)
    if (values[i * (features + 1)]! > size) size = values[i * (features + 1)]!;
  return size;
}

export const isWithin = ({ features }: Prepared, { row, column }: Cell) =>
  row < features && column < features;

export function entry({ values, features, factors }: ShownMatrix, { row, column }: Cell): number {
  const value = values[row * features + column] ?? NaN;
  return factors ? value * factors[row]! * factors[column]! : value;
}
