import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type LowerContext, type Op } from '../op.ts';
import type { Quintic } from './minimaxQuintic.ts';
import {
  gradientFinish,
  productRule,
  symmetricProducts,
  squareShape,
  type SquareShape,
} from './newtonSchulzIterates.ts';

/** Y_i, M_i, P_i and Z_i of the steps. Z_0 = I is nowhere, M_0 = Y_0 and Z_1 = P_0. */
export interface QuinticIterates {
  readonly y: readonly Tensor[];
  readonly m: readonly Tensor[];
  readonly factor: readonly Tensor[];
  readonly z: readonly Tensor[];
}

/** From the order in which they are outputs of the op: all Y, all P, M_1 ..., Z_2 ... */
export function quinticIteratesOf(tensors: readonly Tensor[], steps: number): QuinticIterates {
  const y = tensors.slice(0, steps);
  const factor = tensors.slice(steps, 2 * steps);
  const m = [y[0]!, ...tensors.slice(2 * steps, 3 * steps - 1)];
  return { y, m, factor, z: [factor[0]!, factor[0]!, ...tensors.slice(3 * steps - 1)] };
}

interface GradientOperands {
  readonly covariance: Tensor;
  readonly deconv: Tensor;
  readonly norm: Tensor;
  readonly gradDeconv: Tensor;
  /** As the op gave them. */
  readonly iterates: readonly Tensor[];
}

/**
 * Gradient of the quintic iteration with respect to its matrix, symmetrised. As for Newton-Schulz
 * (`newtonSchulzGradient.ts`), it is the iteration's derivative in the direction of the symmetrised gradient of D:
 *   dM = dZ Y + Z dY,   dP = b dM + c (dM M + M dM),   dY' = dY P + Y dP,   dZ' = dP Z + P dZ,   from dZ = 0.
 */
export function quinticGradient(
  graph: Graph,
  schedule: readonly Quintic[],
  { covariance, deconv, norm, gradDeconv, iterates }: GradientOperands,
): Tensor {
  return graph.apply1(gradientOp(schedule), [covariance, deconv, norm, gradDeconv, ...iterates]);
}

function gradientOp(schedule: readonly Quintic[]): Op {
  return {
    name: 'quinticGradient',
    infer: ([covariance]) => [covariance!],
    lower({ inputs, outputs: [gradMatrix], scratch }) {
      const [matrix, deconv, norm, gradDeconv, ...tensors] = inputs;
      const shape = squareShape(matrix!);
      const [direction, derivT] = [scratch(matrix!), scratch(matrix!)];
      const derivative = derivativeDispatches(
        shape,
        { schedule, direction, iterates: quinticIteratesOf(tensors, schedule.length) },
        scratch,
      );
      return [
        {
          kernel: 'deconv/newtonSchulzDirection',
          constants: { SIZE: shape.size, VECTORS: shape.vectors },
          reads: { gradDeconv: gradDeconv! },
          writes: { direction, derivT },
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

/** The derivative of the last Z. */
function derivativeDispatches(
  shape: SquareShape,
  start: { schedule: readonly Quintic[]; direction: Tensor; iterates: QuinticIterates },
  scratch: LowerContext['scratch'],
): { dispatches: Dispatch[]; derivZ: Tensor } {
  const { schedule, direction, iterates } = start;
  const { y, m, factor, z } = iterates;
  const dispatches: Dispatch[] = [];
  const write = (make: (result: Tensor) => Dispatch): Tensor => {
    const result = scratch(direction);
    dispatches.push(make(result));
    return result;
  };
  const derived = (derivFirst: Tensor, second: Tensor, first: Tensor, derivSecond: Tensor): Tensor =>
    write((derivative) => productRule(shape, { derivFirst, second, first, derivSecond }, derivative));
  const factorRule = (derivM: Tensor, i: number): Tensor =>
    write((derivFactor) => ({
      kernel: 'deconv/quinticFactorDerivative',
      constants: { B: schedule[i]!.b, C: schedule[i]!.c },
      workgroups: symmetricProducts(shape),
      reads: { derivM, m: m[i]! },
      writes: { derivFactor },
    }));

  // Z_0 = I: the first M is Y, and the first Z to have a derivative is P_0.
  let derivZ = factorRule(direction, 0);
  let derivY = derived(direction, factor[0]!, y[0]!, derivZ);
  for (let i = 1; i < schedule.length - 1; i++) {
    const derivT = factorRule(derived(derivZ, y[i]!, z[i]!, derivY), i);
    derivY = derived(derivY, factor[i]!, y[i]!, derivT);
    derivZ = derived(derivT, z[i]!, factor[i]!, derivZ);
  }
  const last = schedule.length - 1;
  const derivFactor = factorRule(derived(derivZ, y[last]!, z[last]!, derivY), last);
  derivZ = derived(derivFactor, z[last]!, factor[last]!, derivZ);
  return { dispatches, derivZ };
}
