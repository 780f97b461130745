import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { flat, formatShape, nchw, pad4, vector, type TensorType } from '../tensor.ts';

/** How an activation reads as a table: one row per sample and position, channels as columns. */
export interface Columns {
  /** N * H * W. */
  readonly rows: number;
  /** Channels in `vec4`s. */
  readonly vectors: number;
}

export function columnsOf(type: TensorType): Columns {
  const { n, c, h, w } = nchw(type);
  return { rows: n * h * w, vectors: pad4(c) / 4 };
}

/** Into how many partial sums the rows of a reduction are split: enough invocations to fill a GPU, 32 rows each. */
export function reductionPartials({ rows, vectors }: Columns): number {
  return Math.min(Math.ceil(rows / 32), Math.max(64, Math.ceil(16_384 / vectors)));
}

/** Up to here one workgroup per `vec4` of columns does as well as two stages. */
const singleStageRows = 512;

const columnSumOp: Op = {
  name: 'columnSum',
  infer([input]) {
    const { shape, layout } = input!;
    if (layout !== 'activation' || (shape.length !== 4 && shape.length !== 2))
      throw new UserError(`columnSum: expects an activation [N,C,H,W] or [N,F], got ${formatShape(shape)}`);
    return [vector(nchw(input!).c)];
  },
  lower({ inputs: [input], outputs: [output], scratch }) {
    const { rows, vectors } = columnsOf(input!);
    const finish = (from: Tensor) => ({
      kernel: 'norm/columnSum',
      reads: { input: from },
      writes: { output: output! },
      workgroups: [vectors, 1, 1] as const,
    });
    if (rows <= singleStageRows) return [finish(input!)];
    const partials = reductionPartials({ rows, vectors });
    const sums = scratch(flat(partials, 4 * vectors));
    return [
      {
        kernel: 'norm/columnSumPartial',
        constants: { ROWS: rows, VECTORS: vectors, PARTIALS: partials },
        reads: { input: input! },
        writes: { output: sums },
        workgroups: linearWorkgroups(partials * vectors),
      },
      finish(sums),
    ];
  },
};

/** Sum of an activation [N, C, H, W] or [N, F] over everything but channels -> [C]. Not differentiable. */
export function columnSum(graph: Graph, input: Tensor): Tensor {
  return graph.apply1(columnSumOp, [input]);
}
