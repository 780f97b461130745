import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type LowerContext, type Op } from '../op.ts';
import {
  gradientFinish,
  iteratesOf,
  productRule,
  squareShape,
  type Iterates,
  type SquareShape,
} from './newtonSchulzIterates.ts';

interface GradientOperands {
  readonly covariance: Tensor;
  readonly deconv: Tensor;
  readonly norm: Tensor;
  readonly gradDeconv: Tensor;
  readonly iterates: Iterates;
}

/**
 * Gradient of the Newton-Schulz iteration with respect to its matrix, symmetrised.
 *
 * D is a polynomial of the matrix, and the derivative of such a function is self-adjoint on symmetric matrices:
 * the gradient is the derivative of the iteration in the direction of the symmetrised gradient of D. So
 * this pass runs forward through the stored iterates by the product rule (PERF §0.3):
 *   dT = -(dZ Y + Z dY) / 2,   dY' = dY T + Y dT,   dZ' = dT Z + T dZ,   from dY = direction, dZ = 0.
 */
export function newtonSchulzGradient(graph: Graph, operands: GradientOperands): Tensor {
  const { covariance, deconv, norm, gradDeconv, iterates } = operands;
  const tensors = [...iterates.y, ...iterates.t, ...iterates.z.slice(2)];
  return graph.apply1(gradientOp(iterates.y.length), [covariance, deconv, norm, gradDeconv, ...tensors]);
}

function gradientOp(iterations: number): Op {
  return {
    name: 'newtonSchulzGradient',
    infer: ([covariance]) => [covariance!],
    lower({ inputs, outputs: [gradMatrix], scratch }) {
      const [matrix, deconv, norm, gradDeconv, ...tensors] = inputs;
      const shape = squareShape(matrix!);
      const direction = scratch(matrix!);
      const firstDerivT = scratch(matrix!);
      const derivative = derivativeDispatches(
        shape,
        { direction, firstDerivT, iterates: iteratesOf(tensors, iterations) },
        scratch,
      );
      return [
        {
          kernel: 'deconv/newtonSchulzDirection',
          constants: { SIZE: shape.size, VECTORS: shape.vectors },
          reads: { gradDeconv: gradDeconv! },
          writes: { direction, derivT: firstDerivT },
          workgroups: linearWorkgroups(shape.size),
        },
        ...derivative.dispatches,
        ...gradientFinish(shape, {
          matrix: matrix!,
          deconv: deconv!,
          norm: norm!,
          direction,
          derivZ: derivative.derivZ,
          gradMatrix: gradMatrix!,
          scratch,
        }),
      ];
    },
  };
}

/** The derivative of the last Z. `firstDerivT` is dT_0 = -direction / 2, and with Z_0 = I also dZ_1. */
function derivativeDispatches(
  shape: SquareShape,
  start: { direction: Tensor; firstDerivT: Tensor; iterates: Iterates },
  scratch: LowerContext['scratch'],
): { dispatches: Dispatch[]; derivZ: Tensor } {
  const { y, t, z } = start.iterates;
  let derivY = scratch(start.direction);
  let derivZ = start.firstDerivT;
  const dispatches = [
    productRule(
      shape,
      { derivFirst: start.direction, second: t[0]!, first: y[0]!, derivSecond: start.firstDerivT },
      derivY,
    ),
  ];
  for (let i = 1; i < y.length; i++) {
    const [derivT, nextDerivZ] = [scratch(start.direction), scratch(start.direction)];
    const [ownY, ownT, ownZ] = [y[i]!, t[i]!, z[i]!];
    dispatches.push(
      productRule(
        shape,
        { derivFirst: derivZ, second: ownY, first: ownZ, derivSecond: derivY },
        derivT,
        -0.5,
      ),
      productRule(shape, { derivFirst: derivT, second: ownZ, first: ownT, derivSecond: derivZ }, nextDerivZ),
    );
    if (i < y.length - 1) {
      const nextDerivY = scratch(start.direction);
      dispatches.push(
        productRule(
          shape,
          { derivFirst: derivY, second: ownT, first: ownY, derivSecond: derivT },
          nextDerivY,
        ),
      );
      derivY = nextDerivY;
    }
    derivZ = nextDerivZ;
  }
  return { dispatches, derivZ };
}
