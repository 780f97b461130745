import { useLayoutEffect, useRef, type ReactNode } from 'react';
import './HeatMap.css';

/** A picture of one pixel a cell, scaled without smoothing: shown as it is, and not copied. */
export function PictureCanvas({ picture, label }: { picture: ImageBitmap; label: string }): ReactNode {
  const ref = useRef<HTMLCanvasElement>(null);
  // Before anything can close it.
  useLayoutEffect(() => {
    const canvas = ref.current;
    // React may run effects twice, and it can be handed over only once.
    if (!canvas || picture.width === 0) return;
    canvas.width = picture.width;
    canvas.height = picture.height;
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(picture);
  }, [picture]);
  return <canvas ref={ref} className="map-canvas" role="img" aria-label={label} />;
}
