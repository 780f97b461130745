import type { ReactNode } from 'react';
import type { SampleImage } from '../../../train/samples.ts';
import { toImageData } from '../../pixels.ts';

/** An image, each pixel a square; without `label` it only decorates what stands beside it. */
export function Thumbnail({ image, label }: { image: SampleImage; label?: string }): ReactNode {
  return (
    <canvas
      key={`${image.width}x${image.height}`}
      width={image.width}
      height={image.height}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label })}
      ref={(canvas) => {
        canvas?.getContext('2d')?.putImageData(toImageData(image), 0, 0);
      }}
    />
  );
}
