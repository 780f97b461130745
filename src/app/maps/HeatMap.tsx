import { useEffect, useRef, type PointerEvent, type ReactNode } from 'react';
import { paletteOf, type Shading } from './colors.ts';
import './HeatMap.css';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

interface HeatMapProps {
  /** [rows, columns], row-major. */
  readonly values: ArrayLike<number>;
  readonly rows: number;
  readonly columns: number;
  readonly shading: Shading;
  /** What a screen reader says of the whole. */
  readonly label: string;
  /** Width in CSS pixels; cells are square. */
  readonly width: number;
  /** The cell marked by a cross-hair, also by another map of the same kind. */
  readonly marked?: Cell | null;
  readonly onPoint?: (cell: Cell | null) => void;
}

/** Mid grey, as `colorOf` has it. */
const notANumber = 0xff808080;

/** A matrix as square coloured cells, one canvas pixel each, scaled without smoothing. */
export function HeatMap(props: HeatMapProps): ReactNode {
  const { values, rows, columns, shading, label, width, marked, onPoint } = props;
  const ref = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = ref.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(columns, rows);
    const pixels = new Uint32Array(image.data.buffer);
    const palette = paletteOf(shading.scale);
    const { min, max } = shading;
    const factor = max > min ? (palette.length - 1) / (max - min) : 0;
    for (let i = 0; i < rows * columns; i++) {
      const value = values[i] ?? NaN;
      const index = Math.max(0, Math.min(palette.length - 1, Math.round((value - min) * factor)));
      pixels[i] = Number.isNaN(value) ? notANumber : palette[index]!;
    }
    context.putImageData(image, 0, 0);
  }, [values, rows, columns, shading]);

  const height = (width * rows) / columns;
  const point = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const index = (offset: number, length: number, count: number) =>
      Math.max(0, Math.min(count - 1, Math.floor((offset / length) * count)));
    onPoint?.({
      row: index(event.clientY - box.top, box.height, rows),
      column: index(event.clientX - box.left, box.width, columns),
    });
  };
  const share = (index: number, count: number) => `${(100 * (index + 0.5)) / count}%`;
  return (
    <div
      className="heat-map"
      style={{ width, height }}
      onPointerMove={point}
      onPointerLeave={() => onPoint?.(null)}
    >
      <canvas ref={ref} width={columns} height={rows} role="img" aria-label={label} />
      {marked && (
        <>
          <span className="cross-hair is-row" style={{ top: share(marked.row, rows) }} />
          <span className="cross-hair is-column" style={{ left: share(marked.column, columns) }} />
        </>
      )}
    </div>
  );
}
