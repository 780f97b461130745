import { flatten } from '../../engine/ops/flatten.ts';
import { relu } from '../../engine/ops/activations.ts';
import { linearBlock, perceptronBlock } from '../blocks.ts';
import { scaleChannels, type Model } from './model.ts';

const hiddenFeatures = 128;

/** One linear layer on the pixels. */
export const linear: Model = (scope, input, options) =>
  linearBlock(scope.child('linear'), flatten(scope.graph, input), { outFeatures: options.classes }, options);

/** Two hidden layers with sigmoids; `deconv` whitens in front of each linear layer. */
export const mlp: Model = (scope, input, options) => {
  const hidden = scaleChannels(hiddenFeatures, options.width);
  const pixels = flatten(scope.graph, input);
  const layer = (name: string, features: typeof input, outFeatures: number) =>
    perceptronBlock(scope.child(name), features, { outFeatures, isFirst: features === pixels }, options);
  const features = layer('layers.1', layer('layers.0', pixels, hidden), hidden);
  return layer('linear', features, options.classes);
};

/** Two hidden layers with rectifiers, of linear layers that whiten their inputs themselves. */
export const mlpDelinear: Model = (scope, input, options) => {
  const { graph } = scope;
  const outFeatures = scaleChannels(hiddenFeatures, options.width);
  let features = flatten(graph, input);
  for (const name of ['fc1', 'fc2'])
    features = relu(graph, linearBlock(scope.child(name), features, { outFeatures }, options));
  return linearBlock(scope.child('fc3'), features, { outFeatures: options.classes }, options);
};
