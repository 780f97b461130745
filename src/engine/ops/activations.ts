import { UserError } from '../../util/assert.ts';
import type { Graph, Tensor } from '../graph.ts';
import { linearWorkgroups, type Dispatch, type Op } from '../op.ts';
import { formatShape, nchw, physicalSize } from '../tensor.ts';

interface Activation {
  readonly name: string;
  /** Whether the gradient is computed from the output, so that the input's memory can be reused, or the input. */
  readonly gradientFrom: 'input' | 'output';
  /** The kernel needs to know which lanes are padding, because the function is not zero at zero. */
  readonly masksPadding?: boolean;
}

/** One invocation per `vec4` of the tensor written. */
function pointwise(
  kernel: string,
  reads: Readonly<Record<string, Tensor>>,
  writes: Readonly<Record<string, Tensor>>,
  constants?: Readonly<Record<string, number>>,
): Dispatch {
  const size = physicalSize(Object.values(writes)[0]!) / 4;
  return {
    kernel,
    ...(constants && { constants }),
    reads,
    writes,
    workgroups: linearWorkgroups(size),
  };
}

/** The operation `shaders/elementwise/<name>.wgsl` with gradient `<name>Gradient.wgsl`. */
function activationOp({ name, gradientFrom, masksPadding = false }: Activation): Op {
  const gradientOp: Op = {
    name: `${name}Gradient`,
    infer: ([gradOutput]) => [gradOutput!],
    lower: ({ inputs: [gradOutput, saved], outputs: [gradInput] }) => [
      pointwise(
        `elementwise/${name}Gradient`,
        { gradOutput: gradOutput!, [gradientFrom]: saved! },
        { gradInput: gradInput! },
      ),
    ],
  };
  return {
    name,
    infer([input]) {
      if (input!.layout !== 'activation')
        throw new UserError(
          `${name}: expects an activation [N,C,H,W] or [N,F], got ${formatShape(input!.shape)}`,
        );
      return [input!];
    },
    lower: ({ inputs: [input], outputs: [output] }) => [
      pointwise(
        `elementwise/${name}`,
        { input: input! },
        { output: output! },
        masksPadding ? { CHANNELS: nchw(input!).c } : undefined,
      ),
    ],
    gradient: ({ graph, inputs: [input], outputs: [output], gradOutputs: [gradOutput] }) => [
      graph.apply1(gradientOp, [gradOutput!, gradientFrom === 'input' ? input! : output!]),
    ],
  };
}

const reluOp = activationOp({ name: 'relu', gradientFrom: 'output' });
const relu6Op = activationOp({ name: 'relu6', gradientFrom: 'output' });
const sigmoidOp = activationOp({ name: 'sigmoid', gradientFrom: 'output', masksPadding: true });
const siluOp = activationOp({ name: 'silu', gradientFrom: 'input' });

/** max(input, 0); NaN stays NaN. */
export function relu(graph: Graph, input: Tensor): Tensor {
  return graph.apply1(reluOp, [input]);
}

/** min(max(input, 0), 6); NaN stays NaN. */
export function relu6(graph: Graph, input: Tensor): Tensor {
  return graph.apply1(relu6Op, [input]);
}

/** 1 / (1 + exp(-input)). */
export function sigmoid(graph: Graph, input: Tensor): Tensor {
  return graph.apply1(sigmoidOp, [input]);
}

/** input * sigmoid(input), also called swish. */
export function silu(graph: Graph, input: Tensor): Tensor {
  return graph.apply1(siluOp, [input]);
}
