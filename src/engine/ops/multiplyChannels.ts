import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Op } from '../op.ts';
import { formatShape, nchw, pad4, physicalSize, type TensorType } from '../tensor.ts';

function positionConstants(input: TensorType, written: TensorType): Record<string, number> {
  const { c, h, w } = nchw(input);
  return { SIZE: physicalSize(written) / 4, POSITIONS: h * w, VECTORS: pad4(c) / 4 };
}

const gradGateOp: Op = {
  name: 'multiplyChannelsGradGate',
  infer: ([gate]) => [gate!],
  lower: ({ inputs: [, input, gradOutput], outputs: [gradGate] }) => [
    {
      kernel: 'elementwise/multiplyChannelsGradGate',
      constants: positionConstants(input!, gradGate!),
      reads: { input: input!, gradOutput: gradOutput! },
      writes: { gradGate: gradGate! },
      workgroups: linearWorkgroups(physicalSize(gradGate!) / 4),
    },
  ],
};

const multiplyChannelsOp: Op = {
  name: 'multiplyChannels',
  infer([input, gate]) {
    const { n, c } = nchw(input!);
    const gateSize = nchw(gate!);
    const fits = gateSize.n === n && gateSize.c === c && gateSize.h * gateSize.w === 1;
    if (input!.layout !== 'activation' || input!.shape.length !== 4 || gate!.layout !== 'activation' || !fits)
      throw new UserError(
        `multiplyChannels: expects an input [N,C,H,W] and a gate [N,C,1,1] or [N,C], ` +
          `got ${formatShape(input!.shape)} and ${formatShape(gate!.shape)}`,
      );
    return [input!];
  },
  lower: ({ inputs: [input, gate], outputs: [output] }) => [
    {
      kernel: 'elementwise/multiplyChannels',
      constants: positionConstants(input!, output!),
      reads: { input: input!, gate: gate! },
      writes: { output: output! },
      workgroups: linearWorkgroups(physicalSize(output!) / 4),
    },
  ],
  gradient: ({ graph, inputs: [input, gate], gradOutputs: [gradOutput], needed }) => [
    needed[0] ? graph.apply1(multiplyChannelsOp, [gradOutput!, gate!]) : null,
    needed[1] ? graph.apply1(gradGateOp, [gate!, input!, gradOutput!]) : null,
  ],
};

/**
 * Multiplies each map by its own number, as squeeze-and-excitation does.
 *
 * @param input [N, C, H, W]
 * @param gate [N, C, 1, 1] or [N, C]
 * @returns [N, C, H, W]
 */
export function multiplyChannels(graph: Graph, input: Tensor, gate: Tensor): Tensor {
  return graph.apply1(multiplyChannelsOp, [input, gate]);
}
