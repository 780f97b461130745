/** In pixels; a coordinate that is not finite is a gap. */
export type Point = readonly [x: number, y: number];

/** SVG path through points, to a tenth of a pixel; gaps are not joined. Empty without a line. */
export function pathOf(points: readonly Point[]): string {
  let pen = 'M';
  let path = '';
  for (const [x, y] of points) {
    if (Number.isFinite(x) && Number.isFinite(y)) {
      path += `${pen}${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`;
      pen = 'L';
    } else pen = 'M';
  }
  return path;
}
