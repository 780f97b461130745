import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { activation, formatShape, nchw, physicalSize, type TensorType } from '../tensor.ts';
import { view } from './view.ts';

/** `flatten` and `unflatten`: the same permutation, there and back. `map` is the type with positions. */
function permutationOp(kernel: 'flatten' | 'unflatten', map: TensorType): Op {
  const { n, c, h, w } = nchw(map);
  return {
    name: kernel,
    infer: () => [kernel === 'flatten' ? activation(n, c * h * w) : activation(n, c, h, w)],
    lower({ inputs: [input], outputs: [output] }) {
      const size = physicalSize(output!) / 4;
      return [
        {
          kernel: `elementwise/${kernel}`,
          constants: { SIZE: size, CHANNELS: c, POSITIONS: h * w },
          reads: { input: input! },
          writes: { output: output! },
          workgroups: linearWorkgroups(size),
        },
      ];
    },
    gradient: ({ graph, gradOutputs: [gradOutput] }) => [
      graph.apply1(permutationOp(kernel === 'flatten' ? 'unflatten' : 'flatten', map), [gradOutput!]),
    ],
  };
}

/** [N, C, H, W] -> [N, C * H * W], features in PyTorch's order c, h, w. Costs nothing for 1 x 1 maps. */
export function flatten(graph: Graph, input: Tensor): Tensor {
  const { shape, layout } = input;
  if (layout !== 'activation' || shape.length !== 4)
    throw new UserError(`flatten: expects an activation [N,C,H,W], got ${formatShape(shape)}`);
  const { n, c, h, w } = nchw(input);
  if (h * w === 1) return view(graph, input, activation(n, c));
  return graph.apply1(permutationOp('flatten', input), [input]);
}
