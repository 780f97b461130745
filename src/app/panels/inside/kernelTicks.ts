import type { KernelGrid } from '../../../train/probes/probe.ts';

/** Share of the space between two tiles that a tick leaves free at both ends. */
const margin = 0.15;

/**
 * SVG path of ticks on all four sides of each of the first `tiles` tiles, in line with its centre. In cells, from the corner
 * of the first tile; between tiles there is one cell.
 */
export function kernelTicks({ columns, side }: Pick<KernelGrid, 'columns' | 'side'>, tiles: number): string {
  const length = 1 - 2 * margin;
  let path = '';
  for (let tile = 0; tile < tiles; tile++) {
    const [left, top] = [(tile % columns) * (side + 1), Math.floor(tile / columns) * (side + 1)];
    const [x, y] = [left + side / 2, top + side / 2];
    for (const edge of [top - 1, top + side]) path += `M${x} ${edge + margin}v${length}`;
    for (const edge of [left - 1, left + side]) path += `M${edge + margin} ${y}h${length}`;
  }
  return path;
}
