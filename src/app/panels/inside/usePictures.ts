import { useLayoutEffect } from 'react';
import { useStore } from 'zustand';
import type { CovarianceRequest } from '../../../train/probes/probe.ts';
import { useLab, useRun } from '../../context.ts';
import { paletteOf, type Shading } from '../../maps/colors.ts';
import { picturesBeside, type InsideState } from '../../store/inside.ts';
import type { Look } from './useLook.ts';

/**
 * Has the GPU draw the matrices that are looked at. A software adapter's memory is the processor's, which may as well draw
 * them itself; and browsers may lose the adapter when they shall show what it draws.
 *
 * @param request of the look; each needs its colours
 * @param look beside whose numbers they stand
 * @returns by lane; null where the GPU has drawn none, as in a recording
 */
export function usePictures(
  request: CovarianceRequest,
  look: Look<'covariance'> | null,
  { scale, min, max }: Shading,
  isCorrelation: boolean,
): InsideState['pictures'] {
  const { controller, inside } = useLab();
  const canDraw = useRun(({ adapter, replay }) => !replay && adapter !== null && !adapter.isFallback);
  // Before the effect that begins a look, which would else be prepared without colours first.
  useLayoutEffect(() => {
    if (canDraw) controller.shade({ palette: paletteOf(scale), min, max, isCorrelation });
  }, [controller, request, canDraw, scale, min, max, isCorrelation]);
  return useStore(inside, (state) => picturesBeside(state, look?.watchId));
}
