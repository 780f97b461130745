import { useDeferredValue, useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Lanes, LookOf, ProbeKind, ProbeRequest } from '../../../train/probes/probe.ts';
import { useLab } from '../../context.ts';
import { isOfKind } from '../../store/inside.ts';

export interface Look<Kind extends ProbeKind> {
  readonly watchId: number;
  readonly step: number;
  readonly intervalMs: number;
  readonly lanes: Lanes<LookOf[Kind]>;
}

/**
 * Has the networks looked into while the calling panel is there, and at nothing once it is gone.
 *
 * @param request the same object as long as the same is asked for; null asks for nothing
 * @returns the last look; null before the first
 */
export function useLook<Kind extends ProbeKind>(
  request: (ProbeRequest & { readonly kind: Kind }) | null,
): Look<Kind> | null {
  const { controller, inside } = useLab();
  useEffect(() => {
    if (!request) return;
    controller.look(request);
    return () => controller.look(null);
  }, [controller, request]);
  // Drawing what was seen may wait for the user, who may not wait for it.
  const event = useDeferredValue(useStore(inside, (state) => state.event));
  return useMemo(() => {
    if (!event || !request) return null;
    const { watchId, step, intervalMs, result } = event;
    return isOfKind<Kind>(result, request.kind) ? { watchId, step, intervalMs, lanes: result.lanes } : null;
  }, [event, request]);
}

/** A request for one layer, the same object for the same layer. */
export function useLayerRequest<Kind extends 'covariance' | 'kernels' | 'spectrum' | 'newtonSchulz'>(
  kind: Kind,
  layer: number,
): { readonly kind: Kind; readonly layer: number } {
  return useMemo(() => ({ kind, layer }), [kind, layer]);
}
