import type { Tensor } from '../../engine/graph.ts';
import { correctRunning } from '../../engine/ops/correctRunning.ts';
import { fill } from '../../engine/ops/fill.ts';
import { movingAverage } from '../../engine/ops/movingAverage.ts';
import { patchMean } from '../../engine/ops/patchMean.ts';
import { patchStatistics, squareType } from '../../engine/ops/patchStatistics.ts';
import { samplingOf, type SamplingOptions } from '../../engine/ops/sampling.ts';
import { stopGradient } from '../../engine/ops/view.ts';
import { vector } from '../../engine/tensor.ts';
import { constantInitializer, identityInitializer, type Scope } from '../scope.ts';
import { inverseSqrtOf, settledInverseSqrt, type InverseSqrtOptions } from './inverseSqrt.ts';

/** What deconvolution layers have in common. The defaults are the authors' (PAPER §1.1). */
export interface WhiteningOptions extends InverseSqrtOptions {
  /** Added to the diagonal of the covariance. Default 1e-5. */
  readonly eps?: number;
  /** Weight of the new batch in the running statistics. Default 0.1. */
  readonly momentum?: number;
  /** False stops gradients at D and the mean (an ablation). Default true. */
  readonly gradientThroughDeconv?: boolean;
  /** Divides the starting values out of the running statistics in evaluation, as Adam does. Default false. */
  readonly biasCorrection?: boolean;
  /** Whether the layer holds still in frozen training graphs. Default false. */
  readonly freeze?: boolean;
  /**
   * Above 1, graphs of the mode `reusesDeconv` take the D that the last other training graph computed and the mean of
   * their own batch, both as constants, and leave the running statistics alone: cheap steps between the whole ones. A
   * mean that is a step old would do harm: where D amplifies, what it has moved by is amplified, too. Default 1.
   */
  readonly period?: number;
}

export interface Whitening {
  /** mu [groups * D]. */
  readonly mean: Tensor;
  /** D [D, D], or [groups, D, D] when there are groups. */
  readonly deconv: Tensor;
}

/**
 * Mean and inverse square root of the covariance of an activation's patches: of the batch in training, which then
 * also moves the running statistics `running_mean` and `running_deconv`; the running ones in evaluation and in a
 * frozen layer, as constants.
 *
 * @param input [N, C, H, W] or [N, F]
 */
export function whitening(
  scope: Scope,
  input: Tensor,
  sampling: SamplingOptions,
  options: WhiteningOptions,
): Whitening {
  const { eps = 1e-5, momentum = 0.1, gradientThroughDeconv = true } = options;
  const { biasCorrection = false, freeze = false, period = 1 } = options;
  const { graph, mode } = scope;
  const { groups, features } = samplingOf(input, sampling);
  const running = {
    mean: scope.state('running_mean', vector(groups * features), constantInitializer(0)),
    deconv: scope.state('running_deconv', squareType(groups, features), identityInitializer),
  };
  // Share of the running statistics that is still their starting value: (1 - momentum)^updates.
  const initialShare = biasCorrection
    ? scope.state('initial_share', vector(1), constantInitializer(1))
    : null;
  const lastDeconv = period > 1 ? scope.state('last_deconv', running.deconv, identityInitializer) : null;

  const observed = { name: scope.name, input, sampling, ...settledInverseSqrt(options), eps, freeze };
  if (!mode.training || (mode.frozen && freeze)) {
    const used = initialShare
      ? {
          mean: correctRunning(graph, running.mean, initialShare, { startsAs: 'zero' }),
          deconv: correctRunning(graph, running.deconv, initialShare, { startsAs: 'identity' }),
        }
      : running;
    scope.observer?.whitening({ ...observed, ...used, covariance: null });
    return used;
  }
  if (lastDeconv && mode.reusesDeconv) {
    const used = { mean: stopGradient(graph, patchMean(graph, input, sampling)), deconv: lastDeconv };
    scope.observer?.whitening({ ...observed, ...used, covariance: null });
    return used;
  }
  const { mean, covariance } = patchStatistics(graph, input, { ...sampling, eps });
  const deconv = inverseSqrtOf(graph, covariance, options);
  scope.observer?.whitening({ ...observed, mean, deconv, covariance });
  if (!mode.holdsStatistics) {
    movingAverage(graph, running.mean, mean, { momentum });
    movingAverage(graph, running.deconv, deconv, { momentum });
    if (initialShare) movingAverage(graph, initialShare, fill(graph, vector(1), 0), { momentum });
    if (lastDeconv) movingAverage(graph, lastDeconv, deconv, { momentum: 1 });
  }
  if (gradientThroughDeconv) return { mean, deconv };
  return { mean: stopGradient(graph, mean), deconv: stopGradient(graph, deconv) };
}
