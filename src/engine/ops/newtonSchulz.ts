import { assert, UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type Op } from '../op.ts';
import { flat } from '../tensor.ts';
import { newtonSchulzGradient } from './newtonSchulzGradient.ts';
import {
  assertSquare,
  iteratesOf,
  multiply,
  symmetricProducts,
  squareShape,
} from './newtonSchulzIterates.ts';
import { newtonSchulzSmall, smallFeatures } from './newtonSchulzSmall.ts';

function newtonSchulzOp(iterations: number): Op {
  return {
    name: 'newtonSchulz',
    infer: ([covariance]) => [
      covariance!,
      flat(squareShape(covariance!).groups),
      ...Array.from({ length: 3 * iterations - 2 }, () => covariance!),
    ],
    lower({ inputs: [covariance], outputs: [deconv, norm, ...tensors] }) {
      const shape = squareShape(covariance!);
      const { y, t, z } = iteratesOf(tensors, iterations);
      const workgroups = symmetricProducts(shape);
      const dispatches: Dispatch[] = [
        {
          kernel: 'deconv/frobeniusNorm',
          constants: { SIZE: shape.size / shape.groups },
          reads: { matrix: covariance! },
          writes: { norm: norm! },
          workgroups: [shape.groups, 1, 1],
        },
        {
          kernel: 'deconv/newtonSchulzStart',
          constants: { SIZE: shape.size, VECTORS: shape.vectors, FEATURES: shape.features },
          reads: { matrix: covariance!, norm: norm! },
          writes: { y: y[0]!, t: t[0]! },
          workgroups: linearWorkgroups(shape.size),
        },
        multiply(shape, y[0]!, t[0]!, y[1]!),
      ];
      for (let i = 1; i < iterations; i++) {
        dispatches.push({
          kernel: 'deconv/newtonSchulzResidual',
          workgroups,
          reads: { z: z[i]!, y: y[i]! },
          writes: { t: t[i]! },
        });
        // In this order errors of rounding do not grow, although the factors commute but for them.
        if (i < iterations - 1)
          dispatches.push(multiply(shape, y[i]!, t[i]!, y[i + 1]!), multiply(shape, t[i]!, z[i]!, z[i + 1]!));
      }
      dispatches.push({
        kernel: 'deconv/newtonSchulzFinish',
        workgroups,
        reads: { t: t[iterations - 1]!, z: z[iterations - 1]!, norm: norm! },
        writes: { deconv: deconv! },
      });
      return dispatches;
    },
    gradient({
      graph,
      inputs: [covariance],
      outputs: [deconv, norm, ...tensors],
      gradOutputs: [gradDeconv],
    }) {
      assert(gradDeconv, 'newtonSchulz: only the inverse root is differentiated');
      return [
        newtonSchulzGradient(graph, {
          covariance: covariance!,
          deconv: deconv!,
          norm: norm!,
          gradDeconv,
          iterates: iteratesOf(tensors, iterations),
        }),
      ];
    },
  };
}

/**
 * Inverse square root of symmetric positive definite matrices by the coupled Newton-Schulz iteration, exactly
 * `iterations` of them from the matrix over its Frobenius norm (PAPER §1.4). Z_0 = I makes the first two products
 * free, and the last Y is not needed. The gradient is the symmetric part; see `newtonSchulzGradient.ts`.
 *
 * @param covariance [D, D] or [groups, D, D], each matrix on its own
 * @returns D = A^(-1/2), of the same shape, symmetric up to rounding
 */
export function newtonSchulzInverseSqrt(graph: Graph, covariance: Tensor, iterations: number): Tensor {
  const { shape } = covariance;
  if (!Number.isInteger(iterations) || iterations < 1)
    throw new UserError(`newtonSchulz: takes a whole number of iterations from 1, got ${iterations}`);
  assertSquare('newtonSchulz', covariance);
  // One iteration takes no product at all, so that one workgroup does for any size.
  if (iterations === 1 || shape.at(-1)! <= smallFeatures)
    return newtonSchulzSmall(graph, covariance, iterations);
  return newtonSchulzLarge(graph, covariance, iterations);
}

/** {@link newtonSchulzInverseSqrt} as one dispatch for each product; at least 2 iterations. */
export function newtonSchulzLarge(graph: Graph, covariance: Tensor, iterations: number): Tensor {
  return graph.apply(newtonSchulzOp(iterations), [covariance])[0]!;
}
