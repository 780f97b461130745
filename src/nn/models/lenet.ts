import { relu } from '../../engine/ops/activations.ts';
import { flatten } from '../../engine/ops/flatten.ts';
import { maxPool2d } from '../../engine/ops/pool2d.ts';
import { convBlock, linearBlock } from '../blocks.ts';
import { scaleChannels, type Model } from './model.ts';

/** LeNet-5 with rectifiers and max pools; features are normalised after the convolutions only. */
export const lenet: Model = (scope, input, options) => {
  const { graph } = scope;
  const { width } = options;
  const stage = (features: typeof input, name: number, channels: number, padding: number) => {
    const window = { outChannels: scaleChannels(channels, width), kernelSize: 5, padding };
    const names = { conv: `conv${name}`, norm: () => `bn${name}`, isFirst: name === 1 };
    const output = convBlock(scope, features, { ...window, ...names }, options);
    return maxPool2d(graph, relu(graph, output), { kernelSize: 2 });
  };
  const first = stage(input, 1, 6, 2);
  let features = flatten(graph, stage(first, 2, 16, 0));
  for (const [name, count] of [
    ['fc1', 120],
    ['fc2', 84],
  ] as const) {
    const outFeatures = scaleChannels(count, width);
    features = relu(graph, linearBlock(scope.child(name), features, { outFeatures }, options));
  }
  return linearBlock(scope.child('fc3'), features, { outFeatures: options.classes }, options);
};
