import type { ReactNode } from 'react';
import { significant } from '../../../util/format.ts';
import { laneLook } from '../../lanes.ts';

const [width, height] = [160, 76];

/**
 * Eigenvalues as bars over a logarithmic axis from `min` to `max`, the largest first. The table of the curves below them
 * has the same values.
 */
export function SpectrumBars(props: {
  title: string;
  lane: number;
  /** Descending. */
  values: Float64Array;
  min: number;
  max: number;
}): ReactNode {
  const { title, lane, values, min, max } = props;
  const span = Math.log(max / min) || 1;
  const step = width / values.length;
  let path = '';
  values.forEach((value, i) => {
    // The least bar still shows.
    const size = value > 0 ? 2 + (height - 2) * (Math.log(value / min) / span) : 0;
    path += `M${(i * step).toFixed(2)} ${height}v${(-size).toFixed(1)}h${(step * 0.85).toFixed(2)}V${height}z`;
  });
  const label = `${title}: ${significant(values[0] ?? NaN)} … ${significant(values.at(-1) ?? NaN)}`;
  return (
    <figure className="inside-matrix">
      <figcaption>{label}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-label={label}>
        <path d={path} fill={laneLook(lane).color} />
      </svg>
    </figure>
  );
}
