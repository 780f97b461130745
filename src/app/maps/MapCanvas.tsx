import { useEffect, useRef, useSyncExternalStore, type CSSProperties, type ReactNode } from 'react';
import type { MapPicture } from '../../worker/mapProtocol.ts';
import { paletteOf, type Shading } from './colors.ts';
import { createMapDrawing } from './drawing.ts';
import './HeatMap.css';

/** One for all maps of the page; its worker starts with the first of them. */
const drawing = createMapDrawing();

interface MapCanvasProps extends Omit<MapPicture, 'shading'> {
  readonly shading: Shading;
  /** What a screen reader says of the whole. */
  readonly label: string;
  /** With the size: the canvas has its own only once it is drawn. */
  readonly style?: CSSProperties;
}

/** Tiles of cells, one canvas pixel each, scaled without smoothing; drawn when one of them is another. */
export function MapCanvas(props: MapCanvasProps): ReactNode {
  const { values, rows, columns, height, width, factors, isOpen, isRgb, shading, label, style } = props;
  const { scale, min, max } = shading;
  const ref = useRef<HTMLCanvasElement>(null);
  const generation = useSyncExternalStore(drawing.subscribe, drawing.getGeneration);
  useEffect(() => {
    if (!ref.current) return;
    const palette = paletteOf(scale);
    const picture = { values, rows, columns, height, width, factors, isOpen, isRgb };
    drawing.draw(ref.current, { ...picture, shading: { palette, min, max } });
  }, [generation, values, rows, columns, height, width, factors, isOpen, isRgb, scale, min, max]);
  useEffect(() => {
    const canvas = ref.current;
    return () => {
      // React may run effects twice on a canvas that stays, and it can be handed over only once.
      if (canvas && !canvas.isConnected) drawing.release(canvas);
    };
  }, [generation]);
  return (
    <canvas key={generation} ref={ref} className="map-canvas" style={style} role="img" aria-label={label} />
  );
}
