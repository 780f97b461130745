import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import type { Op } from '../op.ts';
import { formatShape, physicalSize, type TensorType } from '../tensor.ts';

function viewOp(type: TensorType): Op {
  const { shape, layout } = type;
  return {
    name: 'view',
    isView: true,
    infer([input]) {
      if (physicalSize(input!) !== physicalSize(type))
        throw new UserError(
          `view: ${formatShape(input!.shape)} fills ${physicalSize(input!)} values of memory, ` +
            `${formatShape(shape)} would fill ${physicalSize(type)}`,
        );
      return [{ shape, layout }];
    },
    lower: () => [],
    gradient: ({ graph, inputs: [input], gradOutputs: [gradOutput] }) => [view(graph, gradOutput!, input!)],
  };
}

/** The same memory read as another type of equal physical size; costs nothing. */
export function view(graph: Graph, input: Tensor, type: TensorType): Tensor {
  return graph.apply1(viewOp(type), [input]);
}

/** The same tensor, through which no gradient flows; costs nothing. */
export function stopGradient(graph: Graph, input: Tensor): Tensor {
  return graph.apply1(stopGradientOp, [input]);
}

const stopGradientOp: Op = {
  name: 'stopGradient',
  isView: true,
  infer: ([input]) => [{ shape: input!.shape, layout: input!.layout }],
  lower: () => [],
};
