import { useMemo, type ReactNode } from 'react';
import type { KernelGrid } from '../../../train/probes/probe.ts';
import { sizeOfMap } from '../../../worker/paintMap.ts';
import type { Shading } from '../../maps/colors.ts';
import { MapCanvas } from '../../maps/MapCanvas.tsx';
import { looksStrings } from '../../looksStrings.ts';
import { kernelTicks } from './kernelTicks.ts';

/**
 * Kernels as tiles on one scale, with ticks that point to their centres. What does not exist stays open. With `asColors`
 * three inputs are the red, green and blue of one tile.
 */
export function KernelTiles({
  grid,
  shading,
  label,
  cell,
  asColors = false,
}: {
  grid: KernelGrid;
  shading: Shading;
  label: string;
  /** Side of a cell in CSS pixels. */
  cell: number;
  asColors?: boolean;
}): ReactNode {
  const { side, values } = grid;
  // Colour tiles make one row of their own.
  const [rows, columns] = asColors ? [1, grid.rows] : [grid.rows, grid.columns];
  const tiles = { rows, columns, height: side, width: side };
  const [across, down] = sizeOfMap(tiles);
  const count = values.length / (side * side * (asColors ? 3 : 1));
  // A kernel of a single cell has no centre to point to.
  const hasTicks = side > 1;
  const ticks = useMemo(() => kernelTicks({ columns, side }, count), [columns, side, count]);
  return (
    <div className="kernel-tiles" style={{ padding: cell }}>
      <MapCanvas
        {...tiles}
        {...{ values, shading }}
        label={hasTicks ? looksStrings.kernels.withTicks(label) : label}
        isOpen
        isRgb={asColors}
        style={{ width: across * cell, height: down * cell }}
      />
      {hasTicks && (
        <svg
          className="kernel-ticks"
          viewBox={`-1 -1 ${across + 2} ${down + 2}`}
          width={(across + 2) * cell}
          height={(down + 2) * cell}
          aria-hidden="true"
        >
          <path d={ticks} />
        </svg>
      )}
    </div>
  );
}

/** Side of a cell in CSS pixels that keeps a grid small enough for three of them to stand side by side. */
export function cellOf({ rows, columns, side }: KernelGrid): number {
  const [height, width] = [rows * (side + 1), columns * (side + 1)];
  return Math.max(2, Math.min(5, Math.floor(135 / height), Math.floor(120 / width)));
}

/** Kernels of a single column, side by side in about as many rows as columns. */
export function inRows(grid: KernelGrid): KernelGrid {
  const columns = Math.ceil(Math.sqrt(grid.rows));
  return { ...grid, rows: Math.ceil(grid.rows / columns), columns };
}
