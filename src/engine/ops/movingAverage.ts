import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { formatShape, physicalBytes } from '../tensor.ts';

export interface MovingAverageOptions {
  /** Weight of the new value. */
  readonly momentum: number;
  /** Multiplies the new value first. Default 1. */
  readonly factor?: number;
}

function movingAverageOp({ momentum, factor = 1 }: MovingAverageOptions): Op {
  return {
    name: 'movingAverage',
    hasEffect: true,
    infer([running, value]) {
      if (formatShape(running!.shape) !== formatShape(value!.shape) || running!.layout !== value!.layout)
        throw new UserError(
          `movingAverage: running statistic and value need one shape, ` +
            `got ${formatShape(running!.shape)} and ${formatShape(value!.shape)}`,
        );
      return [];
    },
    lower({ inputs: [running, value] }) {
      const size = physicalBytes(running!) / 16;
      return [
        {
          kernel: 'elementwise/movingAverage',
          constants: { SIZE: size, MOMENTUM: momentum, FACTOR: factor },
          reads: { value: value! },
          writes: {},
          updates: { running: running! },
          workgroups: linearWorkgroups(size),
        },
      ];
    },
  };
}

/**
 * Changes a running statistic in place, once in every run of the program:
 * running = (1 - momentum) * running + momentum * factor * value. Both of one shape and layout, vector or matrix.
 */
export function movingAverage(
  graph: Graph,
  running: Tensor,
  value: Tensor,
  options: MovingAverageOptions,
): void {
  graph.apply(movingAverageOp(options), [running, value]);
}
