import { useEffect, useRef, type ReactNode } from 'react';
import { colorOf, type Shading } from '../../maps/colors.ts';

/** Maps of one size as tiles on one scale, eight to a row, scaled without smoothing. Features are one tile of a row. */
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
  const ref = useRef<HTMLCanvasElement>(null);
  const columns = Math.min(perRow, shown);
  const rows = Math.ceil(shown / columns);
  const [across, down] = [columns * (width + 1) - 1, rows * (height + 1) - 1];
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(across, down);
    for (let map = 0; map < shown; map++)
      for (let pixel = 0; pixel < height * width; pixel++) {
        const x = (map % columns) * (width + 1) + (pixel % width);
        const y = Math.floor(map / columns) * (height + 1) + Math.floor(pixel / width);
        const at = 4 * (y * across + x);
        image.data.set(colorOf(maps[map * height * width + pixel] ?? NaN, shading), at);
        image.data[at + 3] = 255;
      }
    context.putImageData(image, 0, 0);
  }, [maps, shown, height, width, shading, columns, across, down]);
  const cell = Math.max(2, Math.floor(tile / Math.max(width, height)));
  return (
    <canvas
      ref={ref}
      className="kernel-tiles"
      width={across}
      height={down}
      style={{ width: across * cell, maxWidth: '100%' }}
      role="img"
      aria-label={label}
    />
  );
}
