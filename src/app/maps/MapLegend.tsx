import type { ReactNode } from 'react';
import { significant } from '../../util/format.ts';
import { gradientOf, type Shading } from './colors.ts';
import './HeatMap.css';

/** The scale of a map: its colours between its ends, written out. */
export function MapLegend({
  shading: { scale, min, max },
  format = significant,
}: {
  shading: Shading;
  format?: (value: number) => string;
}): ReactNode {
  return (
    <span className="map-legend">
      {format(min)}
      <span className="map-gradient" style={{ background: gradientOf(scale) }} />
      {format(max)}
    </span>
  );
}
