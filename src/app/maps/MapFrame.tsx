import type { ReactNode } from 'react';
import { widestMap } from './side.ts';
import './HeatMap.css';

/** Around a map: one that is too wide scrolls, with the keyboard as well. */
export function MapFrame(props: { width: number; label: string; children: ReactNode }): ReactNode {
  const { width, label, children } = props;
  if (width <= widestMap) return children;
  return (
    <div className="map-frame" role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
