import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { pad4, physicalSize } from '../tensor.ts';

/**
 * A moving average without what is left of its starting value:
 * (running - share * start) / (1 - share), or the running value itself before the first update.
 *
 * @param running vector [n], or square matrices [n, n] or [groups, n, n]
 * @param initialShare [1], the weight that the starting value still has
 */
export function correctRunning(
  graph: Graph,
  running: Tensor,
  initialShare: Tensor,
  { startsAs }: { startsAs: 'zero' | 'identity' },
): Tensor {
  const op: Op = {
    name: 'correctRunning',
    infer: ([running]) => [running!],
    lower({ inputs: [running, initialShare], outputs: [output] }) {
      const side = running!.shape.at(-1)!;
      const size = physicalSize(running!) / 4;
      return [
        {
          kernel: 'deconv/correctRunning',
          constants: {
            SIZE: size,
            SIDE: side,
            VECTORS: pad4(side) / 4,
            IDENTITY: startsAs === 'identity' ? 1 : 0,
          },
          reads: { running: running!, initialShare: initialShare! },
          writes: { output: output! },
          workgroups: linearWorkgroups(size),
        },
      ];
    },
  };
  return graph.apply1(op, [running, initialShare]);
}
