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
        reads: { left: left!, right: right! },
        writes: { output: output! },
        workgroups: linearWorkgroups(size),
      },
    ];
  },
  gradient: ({ gradOutputs: [gradOutput] }) => [gradOutput!, gradOutput!],
  /** Where two branches read a rectifier's output, their gradients are added and masked in one pass. */
  fuse(first, { op, inputs: [sum, saved] }) {
    const isGradient = first.op === addOp && op.name === 'reluGradient' && sum === first.outputs[0];
    return isGradient ? { op: addReluGradientOp, inputs: [...first.inputs, saved!] } : null;
  },
};

/** [left, right, output] -> left + right where output > 0. */
const addReluGradientOp: Op = {
  name: 'addReluGradient',
  infer: ([left]) => [left!],
  lower({ inputs: [left, right, output], outputs: [gradInput] }) {
    const size = physicalSize(gradInput!) / 4;
    return [
      {
        kernel: 'elementwise/addReluGradient',
        reads: { left: left!, right: right!, output: output! },
        writes: { gradInput: gradInput! },
        workgroups: linearWorkgroups(size),
      },
    ];
  },
};

/** left + right, of one shape and layout. */
export function add(graph: Graph, left: Tensor, right: Tensor): Tensor {
  return graph.apply1(addOp, [left, right]);
}
