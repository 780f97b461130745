import { assert } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import type { Op } from '../op.ts';
import { flat } from '../tensor.ts';
import { squareShape } from './newtonSchulzIterates.ts';

/** Up to this side, one workgroup computes all iterations sooner than a device starts their dispatches. */
export const smallFeatures = 32;

function smallOp(iterations: number): Op {
  return {
    name: 'newtonSchulz',
    infer([covariance]) {
      const { groups, vectors } = squareShape(covariance!);
      return [covariance!, flat(groups), flat(groups, 3 * iterations, (4 * vectors) ** 2)];
    },
    lower({ inputs: [matrix], outputs: [deconv, norm, iterates] }) {
      const { groups, features, vectors } = squareShape(matrix!);
      return [
        {
          kernel: 'deconv/newtonSchulzSmall',
          constants: { VECTORS: vectors, FEATURES: features },
          reads: { matrix: matrix! },
          writes: { deconv: deconv!, norm: norm!, iterates: iterates! },
          workgroups: [groups, 1, 1],
        },
      ];
    },
    gradient({ graph, inputs: [matrix], outputs: [deconv, norm, iterates], gradOutputs: [gradDeconv] }) {
      assert(gradDeconv, 'newtonSchulz: only the inverse root is differentiated');
      return [graph.apply1(gradientOp, [matrix!, deconv!, norm!, iterates!, gradDeconv])];
    },
  };
}

const gradientOp: Op = {
  name: 'newtonSchulzGradient',
  infer: ([matrix]) => [matrix!],
  lower({ inputs: [matrix, deconv, norm, iterates, gradDeconv], outputs: [gradMatrix], scratch }) {
    const { groups, vectors } = squareShape(matrix!);
    return [
      {
        kernel: 'deconv/newtonSchulzSmallGradient',
        constants: { VECTORS: vectors },
        reads: {
          matrix: matrix!,
          deconv: deconv!,
          norm: norm!,
          iterates: iterates!,
          gradDeconv: gradDeconv!,
        },
        writes: { gradMatrix: gradMatrix!, derivatives: scratch(flat(groups, 7, (4 * vectors) ** 2)) },
        workgroups: [groups, 1, 1],
      },
    ];
  },
};

/** `newtonSchulzInverseSqrt` as a single dispatch, one workgroup for each matrix: for small matrices. */
export function newtonSchulzSmall(graph: Graph, covariance: Tensor, iterations: number): Tensor {
  return graph.apply(smallOp(iterations), [covariance])[0]!;
}
