import type { Graph, Tensor } from '../../engine/graph.ts';
import { convergedSchedule } from '../../engine/ops/minimaxQuintic.ts';
import { newtonSchulzInverseSqrt } from '../../engine/ops/newtonSchulz.ts';
import { quinticInverseSqrt } from '../../engine/ops/quinticInverseSqrt.ts';

/** How D is computed: the paper's T Newton-Schulz iterations, or a converged iteration of minimax quintics. */
export type InverseSqrt = 'newtonSchulz' | 'quintic';

export interface InverseSqrtOptions {
  /** Default `newtonSchulz`, as in the paper. */
  readonly inverseSqrt?: InverseSqrt | undefined;
  /** Newton-Schulz iterations, T. Default 5. */
  readonly iterations?: number | undefined;
}

/** The options with what they leave open; `iterations` as many as the chosen iteration takes. */
export function settledInverseSqrt({ inverseSqrt = 'newtonSchulz', iterations = 5 }: InverseSqrtOptions): {
  inverseSqrt: InverseSqrt;
  iterations: number;
} {
  return { inverseSqrt, iterations: inverseSqrt === 'quintic' ? convergedSchedule.length : iterations };
}

/**
 * D = A^(-1/2), for each group.
 *
 * @param covariance [D, D] or [groups, D, D]
 */
export function inverseSqrtOf(graph: Graph, covariance: Tensor, options: InverseSqrtOptions): Tensor {
  const { inverseSqrt, iterations } = settledInverseSqrt(options);
  switch (inverseSqrt) {
    case 'newtonSchulz':
      return newtonSchulzInverseSqrt(graph, covariance, iterations);
    case 'quintic':
      return quinticInverseSqrt(graph, covariance);
  }
}
