import type { ReactNode } from 'react';
import { toImageData } from '../pixels.ts';
import type { SampleImage } from '../store/run.ts';

/** An image of the data set, named by its class. */
export function Thumbnail({ image }: { image: SampleImage }): ReactNode {
  const { width, height, label } = image;
  return (
    <canvas
      width={width}
      height={height}
      role="img"
      aria-label={label}
      title={label}
      ref={(canvas) => {
        canvas?.getContext('2d')?.putImageData(toImageData(image), 0, 0);
      }}
    />
  );
}
