import type { Tensor } from '../../engine/graph.ts';
import { relu } from '../../engine/ops/activations.ts';
import { dropout } from '../../engine/ops/dropout.ts';
import { flatten } from '../../engine/ops/flatten.ts';
import { avgPool2d, maxPool2d } from '../../engine/ops/pool2d.ts';
import { nchw } from '../../engine/tensor.ts';
import { convBlock, linearBlock } from '../blocks.ts';
import type { Initialization } from '../init.ts';
import type { Scope } from '../scope.ts';
import { scaleChannels, scaleDepth, type Model, type ModelOptions } from './model.ts';
import { freezing } from './parts.ts';

const stageChannels = [64, 128, 256, 512, 512];

/** Five stages of 3x3 convolutions with rectifiers, each ended by a max pool, numbered like a `Sequential`. */
function features(
  scope: Scope,
  input: Tensor,
  { depths, initialization }: { depths: readonly number[]; initialization: Initialization },
  options: ModelOptions,
): Tensor {
  const { graph } = scope;
  let modules = 0;
  const next = () => String(modules++);
  let output = input;
  depths.forEach((depth, stage) => {
    const outChannels = scaleChannels(stageChannels[stage]!, options.width);
    for (let layer = 0; layer < scaleDepth(depth, options.depth); layer++) {
      const isFirst = stage === 0 && layer === 0;
      const names = { conv: next(), norm: next, biasInBatch: true };
      const own = isFirst && { isFirst, deconv: freezing(15) };
      const block = { outChannels, kernelSize: 3, initialization, ...names, ...own };
      output = relu(graph, convBlock(scope, output, block, options));
      next();
    }
    output = maxPool2d(graph, output, { kernelSize: 2 });
    next();
  });
  return output;
}

/**
 * VGG for small images: five stages and one linear layer.
 *
 * @param depths convolutions of each stage.
 */
export function vgg(depths: readonly number[]): Model {
  return (scope, input, options) => {
    const maps = features(scope.child('features'), input, { depths, initialization: 'uniform' }, options);
    const pixels = flatten(scope.graph, maps);
    return linearBlock(scope.child('classifier'), pixels, { outFeatures: options.classes }, options);
  };
}

/** Side of the maps in front of ImageNet classifiers. */
const classifierSide = 7;

/**
 * VGG for ImageNet: the same stages and three linear layers with dropout. On images of 224x224 the last maps have 7x7
 * pixels, as the classifier has in torchvision; smaller images leave smaller maps and a smaller first layer.
 */
export function vggImagenet(depths: readonly number[]): Model {
  return (scope, input, options) => {
    const { graph } = scope;
    const initialization = 'kaimingFanOutNoBias';
    let maps = features(scope.child('features'), input, { depths, initialization }, options);
    const { h } = nchw(maps);
    if (h >= 2 * classifierSide)
      maps = avgPool2d(graph, maps, { kernelSize: Math.floor(h / classifierSide) });
    let output = flatten(graph, maps);
    for (const module of [0, 3]) {
      const outFeatures = scaleChannels(4096, options.width);
      const at = scope.child(`classifier.${module}`);
      output = relu(graph, linearBlock(at, output, { outFeatures }, options));
      if (scope.mode.training) output = dropout(graph, output, { probability: 0.5, salt: module });
    }
    return linearBlock(scope.child('classifier.6'), output, { outFeatures: options.classes }, options);
  };
}
