import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { formatShape, physicalSize } from '../tensor.ts';

const addOp: Op = {
  name: 'add',
  infer([left, right]) {
    if (formatShape(left!.shape) !== formatShape(right!.shape) || left!.layout !== right!.layout)
      throw new UserError(
        `add: both inputs need one shape, got ${formatShape(left!.shape)} and ${formatShape(right!.shape)}`,
      );
    return [left!];
  },
  lower({ inputs: [left, right], outputs: [output] }) {
    const size = Math.ceil(physicalSize(output!) / 4);
    return [
      {
        kernel: 'elementwise/add',
        constants: { SIZE: size },
        reads: { left: left!, right: right! },
        writes: { output: output! },
        workgroups: linearWorkgroups(size),
      },
    ];
  },
  gradient: ({ gradOutputs: [gradOutput] }) => [gradOutput!, gradOutput!],
};

/** left + right, of one shape and layout. */
export function add(graph: Graph, left: Tensor, right: Tensor): Tensor {
  return graph.apply1(addOp, [left, right]);
}
