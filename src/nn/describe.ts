import type { Tensor } from '../engine/graph.ts';
import { nchw, physicalBytes, type TensorType } from '../engine/tensor.ts';
import { Variables, type Variable } from '../engine/variables.ts';
import { product } from '../util/math.ts';
import { ringValues, trainingProgram, type NetworkRequest } from './graphs.ts';
import type { InverseSqrt } from './layers/inverseSqrt.ts';
import type { ModelOptions } from './models/model.ts';
import { optimizers } from './optimizers/optimizers.ts';
import type { ObservedWhitening, Observer } from './observer.ts';

export interface DescribeRequest {
  readonly model: string;
  /** Images of the data set, [C, H, W]. */
  readonly inputShape: readonly [c: number, h: number, w: number];
  readonly batchSize: number;
  /** Classes, normalisation with its options, width, depth. A lane of a configuration will do. */
  readonly options: ModelOptions;
  /** Default `sgd`. */
  readonly optimizer?: keyof typeof optimizers;
  /** Default `crossEntropy`. */
  readonly loss?: NetworkRequest['loss'];
}

type LayerType = 'conv2d' | 'linear' | 'batchNorm2d' | 'deconvConv2d' | 'deconvLinear' | 'channelDeconv';

/** A row of the layer table: a layer with parameters or running statistics. */
export interface LayerDescription {
  /** As in PyTorch's `state_dict`. */
  readonly name: string;
  readonly type: LayerType;
  /** Of one image: [C, H, W] or [F]. */
  readonly outputShape: readonly number[];
  readonly window: { readonly kernelSize: number; readonly stride: number; readonly groups: number } | null;
  /** Of deconvolution layers, else null. */
  readonly deconv: {
    /** Channels or features whitened together, as the block rule leaves them. */
    readonly blockSize: number;
    /** Side of the matrix D, n. */
    readonly features: number;
    readonly inverseSqrt: InverseSqrt;
    /** As many as that takes. */
    readonly iterations: number;
    readonly freeze: boolean;
  } | null;
  readonly parameters: number;
  /** Numbers in the running statistics. */
  readonly statistics: number;
  /** Multiply-adds of the convolution or linear layer for one image; the deconvolution's own are not among them. */
  readonly multiplyAdds: number;
  /** Parameters and running statistics on the GPU. */
  readonly variableBytes: number;
  /** The output for the whole batch on the GPU. */
  readonly outputBytes: number;
}

/** Bytes on the GPU while one lane trains. */
export interface MemoryDescription {
  readonly parameters: number;
  readonly gradients: number;
  /** The optimizer's memory. */
  readonly moments: number;
  readonly statistics: number;
  /** Activations and everything else that lives within a step, as planned. */
  readonly activations: number;
  /** The same if nothing shared memory. */
  readonly unplannedActivations: number;
  /** The largest single buffer: GPUs limit it, often to 128 MiB or 2 GiB. */
  readonly largestBuffer: number;
  readonly total: number;
}

export interface ModelDescription {
  readonly layers: readonly LayerDescription[];
  readonly parameters: number;
  readonly statistics: number;
  /** Of one image. */
  readonly multiplyAdds: number;
  /** Kernel runs of a training step. */
  readonly dispatches: number;
  readonly memory: MemoryDescription;
}

/**
 * What a model consists of and takes, without a GPU: its layers in the order of execution, its totals and the memory
 * that one lane needs for training. A pure function; it builds and plans the whole training step, which takes some
 * tens of milliseconds, for the deepest models some hundreds.
 *
 * @throws UserError when the model does not exist, lacks the normalisation, or does not fit the images.
 */
export function describeModel(request: DescribeRequest): ModelDescription {
  const { model, inputShape, batchSize, options, optimizer = 'sgd', loss = 'crossEntropy' } = request;
  const variables = new Variables();
  const { observer, layers: found } = recorder();
  const program = trainingProgram(
    {
      model,
      options,
      loss,
      mode: { training: true, frozen: false },
      images: [batchSize, ...inputShape],
      names: { images: 'images', labels: 'labels', ring: 'ring' },
      slots: 1,
      labelSmoothing: 0,
      seed: 0,
      observer,
    },
    variables,
    { optimizer, nesterov: false },
  );
  const own = byLayer(variables.all);
  const layers = found().map((layer) => describeLayer(layer, own.get(layer.name) ?? []));
  const parameterBytes = variables.bytes('parameter');
  const bytes = {
    parameters: parameterBytes,
    gradients: parameterBytes,
    moments: optimizers[optimizer]({ nesterov: false }).moments.length * parameterBytes,
    statistics: variables.bytes('state'),
    activations: sum(program.slotBytes),
  };
  return {
    layers,
    parameters: count(variables.parameters),
    statistics: count(variables.states),
    multiplyAdds: sum(layers.map(({ multiplyAdds }) => multiplyAdds)),
    dispatches: program.dispatches.length,
    memory: {
      ...bytes,
      unplannedActivations: program.unplannedBytes,
      largestBuffer: Math.max(bytes.parameters, bytes.statistics, ...program.slotBytes),
      total: sum(Object.values(bytes)) + 4 * ringValues,
    },
  };
}

type FoundLayer = Pick<LayerDescription, 'name' | 'type' | 'window' | 'deconv'> &
  Readonly<{ input: TensorType; output: TensorType }>;

/** Writes down the layers that tell of themselves; a whitening that no layer takes up is one of its own. */
function recorder(): { observer: Observer; layers: () => FoundLayer[] } {
  const layers: FoundLayer[] = [];
  let waiting: ObservedWhitening | null = null;
  const settle = () => {
    if (waiting) {
      const { name, input } = waiting;
      layers.push({
        name,
        type: 'channelDeconv',
        input,
        output: input,
        window: null,
        deconv: settings(waiting),
      });
    }
    waiting = null;
  };
  return {
    layers() {
      settle();
      return layers;
    },
    observer: {
      whitening(whitening) {
        settle();
        waiting = whitening;
      },
      layer({ name, kind, input, output, kernelSize, stride, groups }) {
        if (waiting?.name !== name) settle();
        const deconv = waiting && settings(waiting);
        waiting = null;
        const type =
          kind === 'conv' ? (deconv ? 'deconvConv2d' : 'conv2d') : deconv ? 'deconvLinear' : 'linear';
        const window = kind === 'conv' ? { kernelSize, stride, groups } : null;
        layers.push({ name, type, input, output, window, deconv });
      },
      normalization(output, { name, input }) {
        settle();
        layers.push({ name, type: 'batchNorm2d', input, output, window: null, deconv: null });
      },
    },
  };
}

function settings({
  sampling,
  inverseSqrt,
  iterations,
  freeze,
}: ObservedWhitening): NonNullable<LayerDescription['deconv']> {
  const { blockSize, kernelSize = 1 } = sampling;
  return { blockSize, features: kernelSize ** 2 * blockSize, inverseSqrt, iterations, freeze };
}

function describeLayer(layer: FoundLayer, variables: readonly Variable[]): LayerDescription {
  const { name, type, input, output, window, deconv } = layer;
  return {
    name,
    type,
    window,
    deconv,
    outputShape: output.shape.slice(1),
    parameters: count(variables.filter(({ kind }) => kind === 'parameter')),
    statistics: count(variables.filter(({ kind }) => kind === 'state')),
    multiplyAdds: multiplyAdds({ type, input, output, window }),
    variableBytes: sum(variables.map((variable) => physicalBytes(variable.type))),
    outputBytes: physicalBytes(output),
  };
}

/** Of one image. */
function multiplyAdds({
  type,
  input,
  output,
  window,
}: Pick<LayerDescription, 'type' | 'window'> & { input: TensorType; output: TensorType }): number {
  if (type === 'batchNorm2d' || type === 'channelDeconv') return 0;
  const { kernelSize, groups } = window ?? { kernelSize: 1, groups: 1 };
  const { c, h, w } = nchw(output);
  return c * h * w * (nchw(input).c / groups) * kernelSize ** 2;
}

/** Variables by the name of their layer, which is theirs without the last part. */
function byLayer(variables: readonly Variable[]): Map<string, Variable[]> {
  const layers = new Map<string, Variable[]>();
  for (const variable of variables) {
    const name = variable.name.slice(0, variable.name.lastIndexOf('.'));
    const others = layers.get(name);
    if (others) others.push(variable);
    else layers.set(name, [variable]);
  }
  return layers;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const count = (variables: readonly { readonly type: Pick<Tensor, 'shape'> }[]) =>
  sum(variables.map(({ type }) => product(type.shape)));
