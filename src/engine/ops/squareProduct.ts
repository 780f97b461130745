import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { formatShape } from '../tensor.ts';
import { squareShape } from './newtonSchulzIterates.ts';
import { productTiles } from './productTiles.ts';

const op: Op = {
  name: 'squareProduct',
  infer([first, second]) {
    const [left, right] = [formatShape(first!.shape), formatShape(second!.shape)];
    if (left !== right || first!.shape.length < 2 || first!.shape.at(-1) !== first!.shape.at(-2))
      throw new UserError(`squareProduct: expects two square matrices of one size, got ${left} and ${right}`);
    return [{ shape: first!.shape, layout: first!.layout }];
  },
  lower({ inputs: [first, second], outputs: [product], scratch }) {
    const shape = squareShape(first!);
    const transposed = scratch(first!);
    return [
      {
        kernel: 'deconv/transposeMatrix',
        constants: { SIZE: shape.size, VECTORS: shape.vectors },
        reads: { matrix: first! },
        writes: { output: transposed },
        workgroups: linearWorkgroups(shape.size),
      },
      {
        kernel: 'deconv/transposedMatrixProduct',
        reads: { first: transposed, second: second! },
        writes: { product: product! },
        workgroups: [...productTiles(shape.vectors, shape.vectors), shape.groups],
      },
    ];
  },
};

/**
 * first second, for square matrices. No gradient: for looking at D Sigma D.
 *
 * @param first [D, D] or [groups, D, D], each matrix with its partner in `second`
 */
export function squareProduct(graph: Graph, first: Tensor, second: Tensor): Tensor {
  return graph.apply1(op, [first, second]);
}
