import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type Op } from '../op.ts';
import { matrix, pad4, physicalSize, type TensorType } from '../tensor.ts';
import { samplingOf, type Sampling, type SamplingOptions } from './sampling.ts';

/** Samples to an invocation: enough that working out where its features lie costs little. */
const stretch = 8;

/** Gathers the samples of `input` into `rows`, memory [groups, paddedRows, D4]; subtracts `mean` [groups * D]. */
export function im2colDispatch(
  sampling: Sampling,
  tensors: { input: Tensor; mean: Tensor | null; rows: Tensor },
  paddedRows: number,
): Dispatch {
  const { input, mean, rows } = tensors;
  const features4 = pad4(sampling.features) / 4;
  const runRows = sampling.constants.RUN_ROWS!;
  const stretches = Math.ceil(runRows / stretch);
  const size = (sampling.groups * sampling.rows * stretches * features4) / runRows;
  return {
    kernel: mean ? 'deconv/im2colCentred' : 'deconv/im2col',
    constants: {
      ...sampling.constants,
      ROWS: sampling.rows,
      PADDED_ROWS: paddedRows,
      FEATURES4: features4,
      STRETCH: stretch,
      STRETCHES: stretches,
      SIZE: size,
    },
    reads: mean ? { input, mean } : { input },
    writes: { rows },
    workgroups: linearWorkgroups(size),
  };
}

/** Adds the rows, memory [groups, paddedRows, D4], back to the places they were sampled from. */
export function col2imDispatch(
  sampling: Sampling,
  tensors: { rows: Tensor; output: Tensor },
  paddedRows: number,
): Dispatch {
  const { rows, output } = tensors;
  const size = physicalSize(output) / 4;
  return {
    kernel: 'deconv/col2im',
    constants: {
      ...sampling.constants,
      PADDED_ROWS: paddedRows,
      FEATURES4: pad4(sampling.features) / 4,
      CHANNELS:
        (sampling.groups * sampling.blocks * sampling.features) / sampling.constants.KERNEL_SIZE! ** 2,
      SIZE: size,
    },
    reads: { rows },
    writes: { output },
    workgroups: linearWorkgroups(size),
  };
}

function im2colOp(options: SamplingOptions): Op {
  return {
    name: 'im2col',
    infer([input]) {
      const { groups, rows, features } = samplingOf(input!, options);
      return [matrix(groups, rows, features)];
    },
    lower({ inputs: [input], outputs: [rows] }) {
      const sampling = samplingOf(input!, options);
      return [im2colDispatch(sampling, { input: input!, mean: null, rows: rows! }, pad4(sampling.rows))];
    },
    gradient: ({ graph, inputs: [input], gradOutputs: [gradRows] }) => [
      col2im(graph, gradRows!, input!, options),
    ],
  };
}

/**
 * Samples patches as the rows of a matrix.
 *
 * @param input [N, C, H, W] or [N, F]
 * @returns [groups, R, D]; see {@link Sampling} for the order of rows and features
 */
export function im2col(graph: Graph, input: Tensor, options: SamplingOptions): Tensor {
  return graph.apply1(im2colOp(options), [input]);
}

/**
 * The transpose of {@link im2col}: adds rows [groups, R, D] up at the places of an activation of type `type`;
 * whatever no sample touches is zero.
 */
export function col2im(graph: Graph, rows: Tensor, type: TensorType, options: SamplingOptions): Tensor {
  const op: Op = {
    name: 'col2im',
    infer: () => [{ shape: type.shape, layout: type.layout }],
    lower: ({ inputs: [rows], outputs: [output] }) => {
      const sampling = samplingOf(type, options);
      return [col2imDispatch(sampling, { rows: rows!, output: output! }, pad4(sampling.rows))];
    },
    gradient: ({ graph, gradOutputs: [gradOutput] }) => [im2col(graph, gradOutput!, options)],
  };
  return graph.apply1(op, [rows]);
}
