import type { ProbeEvent } from '../../../train/events.ts';
import type { LayerGradients } from '../../../train/probes/probe.ts';
import { isOfKind } from '../../store/inside.ts';
import type { PlotLine } from '../../charts/LinePlot.tsx';

/** A number of a layer's gradients by step, at every look of the run; NaN where the lane had stopped. */
export function overTheRun(
  history: readonly ProbeEvent[],
  lane: number,
  layer: number,
  of: (gradients: LayerGradients) => number,
): PlotLine['points'] {
  return history.map(({ step, result }) => {
    const gradients = isOfKind(result, 'gradients') ? result.lanes[lane]?.layers[layer] : undefined;
    return [step, gradients ? of(gradients) : NaN] as const;
  });
}
