import { useMemo } from 'react';
import { useStore } from 'zustand';
import { useLab, useRun } from '../../context.ts';

/** The chosen image, or the first of the sample strip, as a layer is asked about it; null while there is none. */
export function useImageRequest<Kind extends 'activations' | 'deconvolvedImage'>(kind: Kind, layer: number) {
  const { image } = useLab();
  const chosen = useStore(image, (state) => state.image);
  const sample = useRun(({ samples }) => samples[0] ?? null);
  const shape = useRun(({ ready }) => ready?.shape ?? null);
  const pixels = (chosen ?? sample)?.pixels ?? null;
  const hasShape = pixels !== null && shape !== null && pixels.length === shape[0] * shape[1] * shape[2];
  return useMemo(() => (hasShape ? { kind, layer, pixels } : null), [kind, layer, pixels, hasShape]);
}
