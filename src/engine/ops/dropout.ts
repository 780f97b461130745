import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { physicalBytes } from '../tensor.ts';

export interface DropoutOptions {
  /** Chance of each value to become 0, below 1. */
  readonly probability: number;
  /** Whole number that tells this node's random numbers from those of other nodes. */
  readonly salt: number;
}

function dropoutOp({ probability, salt }: DropoutOptions): Op {
  const op: Op = {
    name: 'dropout',
    infer([input]) {
      if (!(probability >= 0 && probability < 1))
        throw new UserError(`dropout: probability ${probability} is not in [0, 1)`);
      return [input!];
    },
    lower({ inputs: [input], outputs: [output] }) {
      const size = physicalBytes(input!) / 16;
      return [
        {
          kernel: 'elementwise/dropout',
          constants: { SIZE: size, PROBABILITY: probability, SALT: salt },
          reads: { input: input! },
          writes: { output: output! },
          workgroups: linearWorkgroups(size),
        },
      ];
    },
    gradient: ({ graph, gradOutputs: [gradOutput] }) => [graph.apply1(op, [gradOutput!])],
  };
  return op;
}

/**
 * Sets values to 0 at random and scales the others by 1 / (1 - probability); another choice in each step. For
 * training graphs only.
 */
export function dropout(graph: Graph, input: Tensor, options: DropoutOptions): Tensor {
  return graph.apply1(dropoutOp(options), [input]);
}
