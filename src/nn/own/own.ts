import type { Graph, Tensor } from '../../engine/graph.ts';
import { relu } from '../../engine/ops/activations.ts';
import { dropout } from '../../engine/ops/dropout.ts';
import { flatten } from '../../engine/ops/flatten.ts';
import { avgPool2d, globalAvgPool2d, maxPool2d } from '../../engine/ops/pool2d.ts';
import { nchw } from '../../engine/tensor.ts';
import { convBlock, linearBlock } from '../blocks.ts';
import { scaleChannels, type Model, type ModelOptions } from '../models/model.ts';
import { basic, small } from '../models/resnet.ts';
import type { Scope } from '../scope.ts';
import { defaultLayers, type OwnLayer } from './layerList.ts';
import { checkedLayers } from './trace.ts';

/**
 * The layers that the user lists, and one linear layer to the classes. Layer i has its variables in `layers.i`.
 * Convolutions, residual blocks and linear layers end in a rectifier.
 *
 * @throws UserError for a list that is not one, and for layers that do not fit.
 */
export const own: Model = (scope, input, options) => {
  const { graph } = scope;
  const { c, h, w } = nchw(input);
  const layers = checkedLayers(options.layers ?? defaultLayers, [c, h, w], options.width);
  const first = layers.findIndex(({ kind }) => kind === 'conv');
  let output = input;
  layers.forEach((layer, index) => {
    const at = { scope: scope.child(`layers.${index}`), index, isFirst: index === first };
    output = build(at, output, layer, options);
  });
  return linearBlock(scope.child('linear'), flat(graph, output), { outFeatures: options.classes }, options);
};

interface Place {
  readonly scope: Scope;
  readonly index: number;
  /** Whether it is the first convolution. */
  readonly isFirst: boolean;
}

function build(
  { scope, index, isFirst }: Place,
  input: Tensor,
  { kind, size, kernelSize, stride }: OwnLayer,
  options: ModelOptions,
): Tensor {
  const { graph, mode } = scope;
  const channels = scaleChannels(size, options.width);
  switch (kind) {
    case 'conv': {
      const window = { outChannels: channels, kernelSize, stride, isFirst };
      return relu(graph, convBlock(scope, input, { ...window, conv: 'conv', norm: () => 'bn' }, options));
    }
    case 'residual':
      return basic.build(scope, input, { channels, stride, form: small }, options);
    case 'maxpool':
      return maxPool2d(graph, input, { kernelSize: size });
    case 'avgpool':
      return avgPool2d(graph, input, { kernelSize: size });
    case 'mean':
      return flatten(graph, globalAvgPool2d(graph, input));
    case 'linear':
      return relu(
        graph,
        linearBlock(scope.child('linear'), flat(graph, input), { outFeatures: channels }, options),
      );
    case 'dropout':
      return mode.training ? dropout(graph, input, { probability: size / 100, salt: index }) : input;
  }
}

/** Maps as features; features as they are. */
function flat(graph: Graph, input: Tensor): Tensor {
  return input.shape.length === 4 ? flatten(graph, input) : input;
}
