import type { Graph, Tensor } from '../graph.ts';
import type { Op } from '../op.ts';
import { vector } from '../tensor.ts';
import { meanDispatches } from './patchStatistics.ts';
import { samplingIn, samplingOf, type SamplingOptions } from './sampling.ts';

function patchMeanOp(options: SamplingOptions): Op {
  return {
    name: 'patchMean',
    infer([input]) {
      const { groups, features } = samplingOf(input!, options);
      return [vector(groups * features)];
    },
    readsEnds: () => true,
    lower({ inputs: [input], outputs: [mean], scratch, place }) {
      return meanDispatches(samplingIn(place, input!, options), input!, mean!, scratch);
    },
  };
}

/**
 * The mean of `patchStatistics` without its covariance. No gradient: for steps that take it as a constant.
 *
 * @param input [N, C, H, W] or [N, F]
 * @returns mu [groups * D], group after group
 */
export function patchMean(graph: Graph, input: Tensor, options: SamplingOptions): Tensor {
  return graph.apply1(patchMeanOp(options), [input]);
}
