import type { PointerEvent, ReactNode } from 'react';
import type { Shading } from './colors.ts';
import { MapCanvas } from './MapCanvas.tsx';
import { PictureCanvas } from './PictureCanvas.tsx';
import './HeatMap.css';

export interface Cell {
  readonly row: number;
  readonly column: number;
}

interface HeatMapProps {
  /** [rows, columns], row-major. */
  readonly values: ArrayLike<number>;
  /** By which each row and each column of a square matrix is multiplied. */
  readonly factors?: ArrayLike<number> | undefined;
  readonly rows: number;
  readonly columns: number;
  readonly shading: Shading;
  /** The same as the GPU drew it; absent: it is drawn here. */
  readonly picture?: ImageBitmap | undefined;
  /** What a screen reader says of the whole. */
  readonly label: string;
  /** Width in CSS pixels; cells are square. */
  readonly width: number;
  /** The cell marked by a cross-hair, also by another map of the same kind. */
  readonly marked?: Cell | null;
  readonly onPoint?: (cell: Cell | null) => void;
}

/** A matrix as square coloured cells. */
export function HeatMap(props: HeatMapProps): ReactNode {
  const { values, factors, rows, columns, shading, picture, label, width, marked, onPoint } = props;
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
      {picture ? (
        <PictureCanvas picture={picture} label={label} />
      ) : (
        <MapCanvas
          rows={1}
          columns={1}
          height={rows}
          width={columns}
          {...{ values, factors, shading, label }}
        />
      )}
      {marked && (
        <>
          <span className="cross-hair is-row" style={{ top: share(marked.row, rows) }} />
          <span className="cross-hair is-column" style={{ left: share(marked.column, columns) }} />
        </>
      )}
    </div>
  );
}
