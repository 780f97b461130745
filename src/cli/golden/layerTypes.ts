import type { Graph, Tensor } from '../../engine/graph.ts';
import { relu, relu6, sigmoid, silu } from '../../engine/ops/activations.ts';
import { flatten } from '../../engine/ops/flatten.ts';
import { avgPool2d, globalAvgPool2d, maxPool2d } from '../../engine/ops/pool2d.ts';
import { batchNorm2d } from '../../nn/layers/batchNorm2d.ts';
import { channelDeconv } from '../../nn/layers/channelDeconv.ts';
import { conv2d } from '../../nn/layers/conv2d.ts';
import { deconvConv2d } from '../../nn/layers/deconvConv2d.ts';
import { deconvLinear } from '../../nn/layers/deconvLinear.ts';
import { linear } from '../../nn/layers/linear.ts';
import type { Scope } from '../../nn/scope.ts';
import { UserError } from '../../util/assert.ts';
import type { Attributes } from './attributes.ts';
import { poolWindow } from './pools.ts';

export type ApplyLayer = (scope: Scope, input: Tensor) => Tensor;

/** Layers that a network can be made of, from their attributes. */
const layerTypes: Readonly<Record<string, (attributes: Attributes) => ApplyLayer>> = {
  conv2d: (attributes) => {
    const options = { ...convOptions(attributes), bias: attributes.boolean('bias', true) };
    return (scope, input) => conv2d(scope, input, options);
  },
  linear: (attributes) => {
    const options = linearOptions(attributes);
    return (scope, input) => linear(scope, input, options);
  },
  batch_norm2d: (attributes) => {
    const options = { eps: attributes.number('eps', 1e-5), momentum: attributes.number('momentum', 0.1) };
    return (scope, input) => batchNorm2d(scope, input, options);
  },
  deconv_conv2d: (attributes) => {
    const options = {
      ...convOptions(attributes),
      ...whiteningOptions(attributes),
      blockSize: attributes.number('block', 64),
      samplingStride: attributes.number('sampling_stride', 3),
      freeze: attributes.boolean('freeze', false),
    };
    return (scope, input) => deconvConv2d(scope, input, options);
  },
  deconv_linear: (attributes) => {
    const options = {
      ...linearOptions(attributes),
      ...whiteningOptions(attributes),
      blockSize: attributes.number('block', 512),
    };
    return (scope, input) => deconvLinear(scope, input, options);
  },
  channel_deconv: (attributes) => {
    const options = {
      ...whiteningOptions(attributes, { eps: 1e-2 }),
      blockSize: attributes.number('block'),
      samplingStride: attributes.number('sampling_stride', 3),
    };
    return (scope, input) => channelDeconv(scope, input, options);
  },
  max_pool2d: (attributes) => {
    const window = poolWindow(attributes);
    return ({ graph }, input) => maxPool2d(graph, input, window);
  },
  avg_pool2d: (attributes) => {
    const window = poolWindow(attributes);
    return ({ graph }, input) => avgPool2d(graph, input, window);
  },
  global_avg_pool2d: simple(globalAvgPool2d),
  flatten: simple(flatten),
  relu: simple(relu),
  relu6: simple(relu6),
  silu: simple(silu),
  sigmoid: simple(sigmoid),
};

/** The layer that a type and attributes describe. */
export function layerOf(type: string, attributes: Attributes): ApplyLayer {
  const create = Object.hasOwn(layerTypes, type) ? layerTypes[type] : undefined;
  if (!create)
    throw new UserError(`the layer ${type} is unknown; known are ${Object.keys(layerTypes).join(', ')}`);
  return create(attributes);
}

function simple(apply: (graph: Graph, input: Tensor) => Tensor): () => ApplyLayer {
  return () => (scope, input) => apply(scope.graph, input);
}

function convOptions(attributes: Attributes) {
  return {
    outChannels: attributes.number('out_channels'),
    kernelSize: attributes.number('kernel_size'),
    stride: attributes.number('stride', 1),
    padding: attributes.number('padding', 0),
    dilation: attributes.number('dilation', 1),
    groups: attributes.number('groups', 1),
  };
}

function linearOptions(attributes: Attributes) {
  return { outFeatures: attributes.number('out_features'), bias: attributes.boolean('bias', true) };
}

function whiteningOptions(attributes: Attributes, { eps } = { eps: 1e-5 }) {
  return {
    iterations: attributes.number('n_iter', 5),
    eps: attributes.number('eps', eps),
    momentum: attributes.number('momentum', 0.1),
  };
}
