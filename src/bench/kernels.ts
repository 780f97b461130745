import { Graph, type Node } from '../engine/graph.ts';
import { formatShape, physicalBytes } from '../engine/tensor.ts';
import { product } from '../util/math.ts';
import { buildNetwork } from './networks.ts';
import type { BuiltWorkload } from './workload.ts';

/** An operation of a training step, taken out to be timed for itself. */
export interface KernelWorkload {
  readonly network: string;
  readonly name: string;
  readonly shape: string;
  /** How often the training step runs it. */
  count: number;
  /** Two for each multiply-add; 0 where it moves data rather than multiplies. */
  readonly flops: number;
  /** Of its inputs and outputs, each once. */
  readonly bytes: number;
  readonly build: () => BuiltWorkload;
}

export interface KernelNetwork {
  readonly model: string;
  readonly normalization: 'batch' | 'deconv';
  readonly batchSize: number;
}

/** The networks whose operations are timed; software adapters take fewer images of the large ones. */
export function kernelNetworks({
  isFallback,
  quick,
}: {
  isFallback: boolean;
  quick: boolean;
}): KernelNetwork[] {
  const large = isFallback ? 8 : 128;
  const models = [
    { model: 'lenet', batchSize: 128 },
    { model: 'vgg11', batchSize: large },
    { model: 'resnet18', batchSize: large },
  ];
  const networks = models.flatMap((model) =>
    (['batch', 'deconv'] as const).map((normalization) => ({ ...model, normalization })),
  );
  return quick && isFallback ? networks.slice(0, 1) : networks;
}

/** Every operation of a network's training step, equal ones once. */
export function kernelsOf(network: KernelNetwork): KernelWorkload[] {
  const { model, normalization, batchSize } = network;
  const imageShape = model === 'lenet' ? ([1, 28, 28] as const) : ([3, 32, 32] as const);
  const built = buildNetwork({ model, batchSize, imageShape, options: { normalization } });
  const kernels = new Map<string, KernelWorkload>();
  for (const node of built.graph.nodes) {
    if (node.op.isView) continue;
    const shape = shapesOf(node);
    const key = `${node.op.name} ${shape}`;
    const known = kernels.get(key);
    if (known) known.count++;
    else
      kernels.set(key, {
        network: `${model} ${normalization}, batch ${batchSize}`,
        name: node.op.name,
        shape,
        count: 1,
        flops: flopsOf(node),
        bytes: bytesOf(node),
        build: () => alone(node, built),
      });
  }
  return [...kernels.values()];
}

/** What goes in and the first that comes out; what only changes a variable in place gives nothing out. */
function shapesOf({ inputs, outputs }: Node): string {
  const [into, out] = [inputs, outputs.slice(0, 1)].map((tensors) =>
    tensors.map((tensor) => formatShape(tensor.shape)).join(' '),
  );
  return out ? `${into} > ${out}` : `${into}, in place`;
}

/** Inputs and first output: what else a node gives is small, or only kept for its gradient. */
function bytesOf({ inputs, outputs }: Node): number {
  return [...new Set([...inputs, ...outputs.slice(0, 1)])].reduce(
    (sum, tensor) => sum + physicalBytes(tensor),
    0,
  );
}

/** Of convolutions, linear layers and their gradients: output positions times the weight's size. */
function flopsOf({ op, inputs, outputs }: Node): number {
  switch (op.name) {
    case 'conv2d':
    case 'linear':
      return convFlops(outputs[0]!.shape, inputs[1]!.shape);
    case 'conv2dGradInput':
      return convFlops(inputs[0]!.shape, inputs[1]!.shape);
    case 'conv2dGradWeight':
      return convFlops(inputs[1]!.shape, outputs[0]!.shape);
    default:
      return 0;
  }
}

function convFlops(output: readonly number[], [, ...taps]: readonly number[]): number {
  return 2 * product(output) * product(taps);
}

/** The node over external tensors; what it changes in place stays where the network has it. */
function alone(node: Node, { variables }: BuiltWorkload): BuiltWorkload {
  const graph = new Graph();
  const types = node.inputs.map(({ shape, layout }) => ({ shape, layout }));
  const inputs = types.map((type, index) => graph.external(`input${index}`, type));
  const outputs = graph.apply(node.op, inputs);
  return {
    graph,
    request: { outputs: outputs[0] ? { output: outputs[0] } : {} },
    variables,
    values: null,
    feeds: Object.fromEntries(
      types.map((type, index) => [`input${index}`, { type, values: someNumbers(product(type.shape)) }]),
    ),
    step: {},
  };
}

/** Numbers below one in magnitude, of both signs. Which ones does not matter to the time. */
function someNumbers(count: number): Float32Array<ArrayBuffer> {
  const values = new Float32Array(count);
  for (let i = 0; i < count; i++) values[i] = ((i * 37) % 101) / 101 - 0.5;
  return values;
}
