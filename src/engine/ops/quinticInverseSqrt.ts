import { assert } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type Op } from '../op.ts';
import { flat } from '../tensor.ts';
import { convergedSchedule, type Quintic } from './minimaxQuintic.ts';
import { assertSquare, multiply, symmetricProducts, squareShape } from './newtonSchulzIterates.ts';
import { quinticGradient, quinticIteratesOf } from './quinticGradient.ts';

function quinticOp(schedule: readonly Quintic[]): Op {
  const steps = schedule.length;
  return {
    name: 'quinticInverseSqrt',
    infer: ([covariance]) => [
      covariance!,
      flat(squareShape(covariance!).groups),
      ...Array.from({ length: 4 * steps - 3 }, () => covariance!),
    ],
    lower({ inputs: [covariance], outputs: [deconv, norm, ...tensors] }) {
      const shape = squareShape(covariance!);
      const { y, m, factor, z } = quinticIteratesOf(tensors, steps);
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
          kernel: 'deconv/quinticStart',
          constants: { SIZE: shape.size, MATRIX_SIZE: shape.size / shape.groups },
          reads: { matrix: covariance!, norm: norm! },
          writes: { y: y[0]! },
          workgroups: linearWorkgroups(shape.size),
        },
      ];
      schedule.forEach(({ a, b, c }, i) => {
        if (i > 0) dispatches.push(multiply(shape, z[i]!, y[i]!, m[i]!));
        dispatches.push({
          kernel: 'deconv/quinticFactor',
          constants: { A: a, B: b, C: c },
          workgroups,
          reads: { m: m[i]! },
          writes: { factor: factor[i]! },
        });
        if (i === 0) dispatches.push(multiply(shape, y[0]!, factor[0]!, y[1]!));
        else if (i < steps - 1)
          dispatches.push(
            multiply(shape, y[i]!, factor[i]!, y[i + 1]!),
            multiply(shape, factor[i]!, z[i]!, z[i + 1]!),
          );
      });
      dispatches.push({
        kernel: 'deconv/newtonSchulzFinish',
        workgroups,
        reads: { t: factor[steps - 1]!, z: z[steps - 1]!, norm: norm! },
        writes: { deconv: deconv! },
      });
      return dispatches;
    },
    gradient({
      graph,
      inputs: [covariance],
      outputs: [deconv, norm, ...iterates],
      gradOutputs: [gradDeconv],
    }) {
      assert(gradDeconv, 'quinticInverseSqrt: only the inverse root is differentiated');
      const operands = { covariance: covariance!, deconv: deconv!, norm: norm!, gradDeconv, iterates };
      return [quinticGradient(graph, schedule, operands)];
    },
  };
}

/**
 * Inverse square root of symmetric positive definite matrices by a converged iteration,
 *   M = Z Y,   P = a I + b M + c M²,   Y' = Y P,   Z' = P Z,   from Y = A / |A|, Z = I,
 * with a quintic of its own in each of 5 steps (PERF §8; `minimaxQuintic.ts`). Its 17 products get as far as 14 cubic
 * Newton-Schulz steps, 39 products. Five of those, as in the paper, are another function: they leave all but the directions
 * of much variance short of whitening. The gradient is exact, and its symmetric part.
 *
 * @param covariance [D, D] or [groups, D, D], each matrix on its own
 * @returns D = A^(-1/2), of the same shape, symmetric. Directions whose eigenvalue is below 1e-4 of the Frobenius norm
 *   get less than their inverse root, at most 287 / sqrt(norm); a feature without any variance gets zero
 */
export function quinticInverseSqrt(graph: Graph, covariance: Tensor): Tensor {
  assertSquare('quinticInverseSqrt', covariance);
  return graph.apply(quinticOp(convergedSchedule), [covariance])[0]!;
}
