import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { pad4, physicalSize } from '../tensor.ts';

/** The weight [C, C, 1, 1] of a convolution that copies its input: what a whitening on its own is folded into. */
export function identityWeight(graph: Graph, channels: number): Tensor {
  const op: Op = {
    name: 'identityWeight',
    infer: () => [{ shape: [channels, channels, 1, 1], layout: 'weight' }],
    lower({ outputs: [output] }) {
      const size = physicalSize(output!) / 4;
      return [
        {
          kernel: 'elementwise/identity',
          constants: { SIZE: size, SIDE: channels, VECTORS: pad4(channels) / 4 },
          reads: {},
          writes: { output: output! },
          workgroups: linearWorkgroups(size),
        },
      ];
    },
  };
  return graph.apply1(op, []);
}
