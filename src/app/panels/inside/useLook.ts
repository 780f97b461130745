import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ProbeRequest, ProbeResult } from '../../../train/probes/probe.ts';
import { useLab } from '../../context.ts';
import type { ResultOf } from '../../store/inside.ts';

export interface Look<Kind extends ProbeResult['kind']> {
  readonly step: number;
  readonly intervalMs: number;
  readonly lanes: ResultOf<Kind>['lanes'];
}

/**
 * Has the networks looked into while the calling panel is there, and at nothing once it is gone.
 *
 * @param request the same object as long as the same is asked for; null asks for nothing
 * @returns the last look; null before the first
 */
export function useLook<Kind extends ProbeResult['kind']>(
  request: (ProbeRequest & { readonly kind: Kind }) | null,
): Look<Kind> | null {
  const { controller, inside } = useLab();
  useEffect(() => {
    if (!request) return;
    controller.look(request);
    return () => controller.look(null);
  }, [controller, request]);
  const event = useStore(inside, (state) => state.event);
  return useMemo(() => {
    if (!event || !request || event.result.kind !== request.kind) return null;
    const { lanes } = event.result as ResultOf<Kind>;
    return { step: event.step, intervalMs: event.intervalMs, lanes };
  }, [event, request]);
}

/** A request for one layer, the same object for the same layer. */
export function useLayerRequest<Kind extends 'covariance' | 'kernels' | 'spectrum' | 'newtonSchulz'>(
  kind: Kind,
  layer: number,
): { readonly kind: Kind; readonly layer: number } {
  return useMemo(() => ({ kind, layer }), [kind, layer]);
}
