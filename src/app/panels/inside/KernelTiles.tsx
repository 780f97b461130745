import { useEffect, useRef, type ReactNode } from 'react';
import type { KernelGrid } from '../../../train/probes/probe.ts';
import { colorOf, type Shading } from '../../maps/colors.ts';

/**
 * Kernels as tiles on one scale, one canvas pixel a cell and one between tiles, scaled without smoothing. What does
 * not exist stays open. With `asColors` three inputs are the red, green and blue of one tile.
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
  const ref = useRef<HTMLCanvasElement>(null);
  const { side } = grid;
  // Colour tiles make one row of their own.
  const [rows, columns] = asColors ? [1, grid.rows] : [grid.rows, grid.columns];
  const [width, height] = [columns * (side + 1) - 1, rows * (side + 1) - 1];
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    const { values } = grid;
    const taps = side * side;
    for (let tile = 0; tile < rows * columns; tile++)
      for (let tap = 0; tap < taps; tap++) {
        const value = values[(asColors ? 3 * tile : tile) * taps + tap] ?? NaN;
        if (Number.isNaN(value)) continue;
        const x = (tile % columns) * (side + 1) + (tap % side);
        const y = Math.floor(tile / columns) * (side + 1) + Math.floor(tap / side);
        const at = 4 * (y * width + x);
        const color = asColors
          ? [0, 1, 2].map((c) => 255 * (0.5 + (values[(3 * tile + c) * taps + tap] ?? 0) / (2 * shading.max)))
          : colorOf(value, shading);
        image.data.set(color, at);
        image.data[at + 3] = 255;
      }
    context.putImageData(image, 0, 0);
  }, [grid, shading, asColors, rows, columns, side, width, height]);
  return (
    <canvas
      ref={ref}
      className="kernel-tiles"
      width={width}
      height={height}
      style={{ width: width * cell, height: height * cell }}
      role="img"
      aria-label={label}
    />
  );
}

/** Side of a cell in CSS pixels that keeps a grid small. */
export function cellOf({ rows, side }: KernelGrid): number {
  return Math.max(2, Math.min(6, Math.floor(135 / (rows * (side + 1)))));
}

/** Kernels of a single column, side by side in rows of four. */
export function inRows(grid: KernelGrid): KernelGrid {
  const columns = Math.min(4, grid.rows);
  return { ...grid, rows: Math.ceil(grid.rows / columns), columns };
}
