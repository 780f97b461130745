import { newtonSchulzInverseSqrt } from '../../engine/ops/newtonSchulz.ts';
import type { CaseRunner } from './context.ts';
import { runOperation } from './runOperation.ts';

/** `grad_x_sym` is the symmetric part of the gradient, which is all that matters for covariances. */
const runNewtonSchulz: CaseRunner = async (golden, context) => {
  const produced = new Map(
    await runOperation(golden, context, (graph, input) => ({
      y: newtonSchulzInverseSqrt(graph, input('x', 'matrix'), golden.attributes.number('n_iter')),
    })),
  );
  const gradient = produced.get('grad_x');
  if (gradient) produced.set('grad_x_sym', symmetricPart(gradient, golden.tensor('x').shape.at(-1)!));
  return produced;
};

/** (A + Aᵀ) / 2 of each matrix [size, size]. */
function symmetricPart(matrices: ArrayLike<number>, size: number): Float32Array {
  return Float32Array.from(matrices, (value, i) => {
    const [row, column] = [Math.floor(i / size) % size, i % size];
    return (value + matrices[i + (column - row) * (size - 1)]!) / 2;
  });
}

export const newtonSchulzRunners: Readonly<Record<string, CaseRunner>> = {
  newton_schulz_isqrt: runNewtonSchulz,
};
