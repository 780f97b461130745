import { relu } from '../../engine/ops/activations.ts';
import { flatten } from '../../engine/ops/flatten.ts';
import { maxPool2d } from '../../engine/ops/pool2d.ts';
import { convBlock, linearBlock } from '../blocks.ts';
import { scaleChannels, type Model } from './model.ts';

const stageChannels = [64, 128, 256, 512, 512];
/** The first layer of `deconv` networks runs longer and may freeze (PAPER §4). */
const firstLayer = { iterations: 15, freeze: true };

/**
 * VGG for small images: five stages of 3x3 convolutions with rectifiers, each ended by a max pool, then one
 * linear layer.
 *
 * @param depths convolutions of each stage.
 */
export function vgg(depths: readonly number[]): Model {
  return (scope, input, options) => {
    const { graph } = scope;
    const features = scope.child('features');
    let modules = 0;
    const next = () => String(modules++);
    let output = input;
    depths.forEach((depth, stage) => {
      for (let layer = 0; layer < depth; layer++) {
        const isFirst = stage === 0 && layer === 0;
        output = convBlock(
          features,
          output,
          {
            outChannels: scaleChannels(stageChannels[stage]!, options.width),
            kernelSize: 3,
            conv: next(),
            norm: next,
            biasBeforeNorm: true,
            ...(isFirst && {
              deconv: { ...firstLayer, iterations: options.firstIterations ?? firstLayer.iterations },
            }),
          },
          options,
        );
        output = relu(graph, output);
        next();
      }
      output = maxPool2d(graph, output, { kernelSize: 2 });
      next();
    });
    const pixels = flatten(graph, output);
    return linearBlock(scope.child('classifier'), pixels, { outFeatures: options.classes }, options);
  };
}
