import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { physicalBytes } from '../tensor.ts';

/**
 * Moves running statistics like `movingAverage`, except that the first batch replaces them, and counts the batch
 * (PAPER §1.6).
 *
 * @param pairs running statistics with the new values, each pair of one type
 * @param batches [1], batches seen so far
 */
export function movingAverageFirst(
  graph: Graph,
  pairs: readonly (readonly [running: Tensor, value: Tensor])[],
  { batches, momentum }: { batches: Tensor; momentum: number },
): void {
  const op: Op = {
    name: 'movingAverageFirst',
    hasEffect: true,
    infer: () => [],
    lower: () => [
      ...pairs.map(([running, value]) => {
        const size = physicalBytes(running) / 16;
        return {
          kernel: 'elementwise/movingAverageFirst',
          constants: { SIZE: size, MOMENTUM: momentum },
          reads: { value },
          writes: {},
          updates: { running, batches },
          workgroups: linearWorkgroups(size),
        };
      }),
      {
        kernel: 'elementwise/countBatch',
        reads: {},
        writes: {},
        updates: { batches },
        workgroups: [1, 1, 1] as const,
      },
    ],
  };
  graph.apply(op, [...pairs.flat(), batches]);
}
