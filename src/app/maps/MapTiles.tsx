import type { ReactNode } from 'react';
import { sizeOfMap } from '../../worker/paintMap.ts';
import type { Shading } from './colors.ts';
import { MapCanvas } from './MapCanvas.tsx';

/** Maps of one size as tiles on one scale, eight to a row. Features are one tile of a row. */
export function MapTiles({
  maps,
  shown,
  height,
  width,
  shading,
  label,
  perRow = 8,
  tile = 44,
}: {
  /** [shown, height, width] */
  maps: Float32Array;
  shown: number;
  height: number;
  width: number;
  shading: Shading;
  label: string;
  perRow?: number;
  /** Side of a tile in CSS pixels, about. */
  tile?: number;
}): ReactNode {
  const columns = Math.min(perRow, shown);
  const tiles = { rows: Math.ceil(shown / columns), columns, height, width };
  const [across, down] = sizeOfMap(tiles);
  const cell = Math.max(2, Math.floor(tile / Math.max(width, height)));
  return (
    <MapCanvas
      {...tiles}
      {...{ shading, label }}
      values={maps}
      style={{ width: across * cell, maxWidth: '100%', aspectRatio: across / down }}
    />
  );
}
