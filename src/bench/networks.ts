import { gradients } from '../engine/autodiff.ts';
import { Graph } from '../engine/graph.ts';
import { softmaxCrossEntropy } from '../engine/ops/losses.ts';
import { activation, flat } from '../engine/tensor.ts';
import { Variables } from '../engine/variables.ts';
import type { ModelOptions } from '../nn/models/model.ts';
import { buildModel } from '../nn/models/table.ts';
import { ringValues } from '../nn/graphs.ts';
import { sgd } from '../nn/optimizers/sgd.ts';
import { Scope } from '../nn/scope.ts';
import { product } from '../util/math.ts';
import { labelFill, transpose, uniformFill } from './fill.ts';
import { trainingStep, type BuiltWorkload, type Workload } from './workload.ts';

/** A training step of one of the product's models. */
export interface NetworkWorkload {
  readonly model: string;
  readonly batchSize: number;
  /** [C, H, W] */
  readonly imageShape: readonly [number, number, number];
  readonly options: Omit<ModelOptions, 'classes'>;
}

const classes = 10;
/** Streams of the fill. Weights take one each, in the order of the model, from the last one on. */
const seeds = { images: 1, labels: 2, firstWeight: 100 } as const;

/** Steps whose losses the ring of a workload keeps. */
export const ringSlots = 1024;

/**
 * Forward, backward, momentum SGD and the running statistics, as one program that ends with the loss; if it `keepsLosses`,
 * they stand in the external tensor `ring`, too, as in training.
 */
export function buildNetwork(
  { model, batchSize, imageShape, options }: NetworkWorkload,
  { keepsLosses = false } = {},
): BuiltWorkload {
  const graph = new Graph();
  const variables = new Variables();
  const imageType = activation(batchSize, ...imageShape);
  const labelType = flat(batchSize);
  const ringType = flat(ringSlots * ringValues);
  const scope = Scope.root({ graph, variables, mode: { training: true, frozen: false }, seed: 1 });
  const logits = buildModel(model, scope, graph.external('images', imageType), { ...options, classes });
  const { loss } = softmaxCrossEntropy(graph, logits, graph.external('labels', labelType), {
    ...(keepsLosses && { ring: graph.external('ring', ringType) }),
  });
  const byTensor = new Map(variables.parameters.map((variable) => [graph.variable(variable), variable]));
  const found = gradients(graph, { loss, wrt: [...byTensor.keys()] });
  return {
    graph,
    variables,
    values: startingValues(variables),
    request: {
      outputs: { loss },
      parameterGradients: new Map([...found].map(([tensor, gradient]) => [byTensor.get(tensor)!, gradient])),
      optimizer: sgd(),
    },
    feeds: {
      images: { type: imageType, values: uniformFill(seeds.images, product(imageType.shape), Math.sqrt(3)) },
      labels: { type: labelType, values: labelFill(seeds.labels, batchSize, classes) },
      ...(keepsLosses && { ring: { type: ringType, values: new Float32Array(ringSlots * ringValues) } }),
    },
    step: trainingStep,
  };
}

/** Weights uniform with variance 2 / fanIn, biases zero; batch norm starts as its layer does. */
function startingValues(variables: Variables): BuiltWorkload['values'] {
  const weights = variables.parameters.filter(({ type }) => type.layout === 'weight');
  return (variable) => {
    const { shape, layout } = variable.type;
    if (variable.name.endsWith('.bias')) return new Float32Array(product(shape));
    if (layout !== 'weight') return null;
    const fanIn = product(shape.slice(1));
    const seed = seeds.firstWeight + weights.indexOf(variable);
    const values = uniformFill(seed, product(shape), Math.sqrt(6 / fanIn));
    // The streams of linear layers are [inputs, outputs]; PyTorch's weights are [outputs, inputs].
    return shape.length === 2 ? transpose(values, shape[1]!, shape[0]!) : values;
  };
}

function step(name: string, title: string, network: NetworkWorkload, { flops }: { flops: number }): Workload {
  return {
    name,
    title,
    batchSize: network.batchSize,
    images: network.batchSize,
    flops,
    build: () => buildNetwork(network, { keepsLosses: true }),
  };
}

const batchNorm = { normalization: 'batch', biasBeforeNorm: false } as const;
const cifar = [3, 32, 32] as const;

/** Whole training steps with batch norm. */
export const networkWorkloads: readonly Workload[] = [
  step(
    'W1',
    'LeNet, batch norm',
    { model: 'lenet', batchSize: 128, imageShape: [1, 28, 28], options: batchNorm },
    { flops: 289_781_760 },
  ),
  step(
    'W2',
    'VGG-11, quarter width, batch norm',
    { model: 'vgg11', batchSize: 32, imageShape: cifar, options: { ...batchNorm, width: 0.25 } },
    { flops: 1_868_808_192 },
  ),
  step(
    'W3q',
    'ResNet-18, quarter width, batch norm',
    { model: 'resnet18', batchSize: 16, imageShape: cifar, options: { ...batchNorm, width: 0.25 } },
    { flops: 3_350_323_200 },
  ),
  step(
    'W3',
    'ResNet-18, batch norm',
    { model: 'resnet18', batchSize: 8, imageShape: cifar, options: batchNorm },
    { flops: 26_631_979_008 },
  ),
];
