import { relu } from '../../engine/ops/activations.ts';
import { flatten } from '../../engine/ops/flatten.ts';
import { globalAvgPool2d } from '../../engine/ops/pool2d.ts';
import { convBlock } from '../blocks.ts';
import { scaleChannels, scaleDepth, type Model } from './model.ts';

/** Convolutions before the last one. */
const hidden = 11;

/** 3x3 convolutions without padding to 4, 8, 12, ... and last to `classes` channels, and the average of each map. */
export const simpleCnn: Model = (scope, input, options) => {
  const { graph } = scope;
  const count = scaleDepth(hidden, options.depth);
  const layer = { kernelSize: 3, padding: 0, conv: '0', norm: () => '1', biasInBatch: true };
  let output = input;
  for (let i = 0; i < count; i++) {
    const outChannels = scaleChannels(4 * (i + 1), options.width);
    const at = scope.child(`layers.${i}`);
    output = relu(graph, convBlock(at, output, { ...layer, outChannels, isFirst: i === 0 }, options));
  }
  const last = scope.child(`layers.${count}`);
  output = convBlock(last, output, { ...layer, outChannels: options.classes }, options);
  return flatten(graph, globalAvgPool2d(graph, output));
};
